/**
 * @file Densities as plain data that a GPU can draw from: mixtures of one law, shifted and scaled.
 *
 *     k ~ weights,      y = m_k + F_k ξ,      ξ ~ nothing | N(0, I) | uniform on (0, 1)ᵈ | Laplace          F_k lower triangular
 *
 *     soft uniform         y = m_k + F_k ξ + τ Z,   ξ uniform, Z ~ N(0, I): a box with blurred edges, τ last in its row
 *
 *     row k of the table   m₁ [m₂]  F₁₁ [F₂₁ F₂₂]          without noise the location alone
 *     height of row k      log w_k − log det F_k, − (d/2) log 2π for normals, − log 2 for Laplace: log ρ = logΣexp of height − …
 *
 * The row is the first whose cumulative weight exceeds a uniform, all in f32: the same comparison, so the same row, everywhere.
 * The words of block 0 of a stream are the row's: lane 0 picks it, lanes 2 and 3 are its noise; the Z of a soft uniform is lanes
 * 0 and 1 of the hash of those words.
 */
import { logOf } from "../elementary.ts";
import type { Expr, Vec } from "../expressions/expression.ts";
import { fillNormals, keyOf, fillWords, laplaceOf, moreWords, uniformOf } from "../counter.ts";
import { rowOfEpoch } from "./shuffled-epochs.ts";

export type SamplerNoise = "none" | "normal" | "uniform" | "laplace" | "soft-uniform";

export interface Sampler {
  readonly dimension: 1 | 2;
  readonly noise: SamplerNoise;
  /** Rows are drawn without replacement, epoch by epoch (shuffled-epochs.ts), instead of one independently of the other. */
  readonly epochs: boolean;
  /** M. */
  readonly count: number;
  /** Cumulative weights [M]; the last is 1. */
  readonly cumulative: Float32Array;
  /** Where the search for a row may begin, [M]: the first row whose cumulative weight exceeds j/M. Saves time, changes nothing. */
  readonly guide: Uint32Array;
  /** [M, rowWidth(d, noise)]. */
  readonly rows: Float32Array;
  /** [M]; empty without noise. */
  readonly logHeights: Float32Array;
  /** log ρ and ∇log ρ as formulas of x1, x2, where the density is known and the rows do not say it. */
  readonly density?: { readonly log: Expr; readonly score: Vec };
}

/** Numbers of a row: its location, its factor if there is noise, and the blur of a soft uniform. */
export const rowWidth = (d: 1 | 2, noise: SamplerNoise): number =>
  noise === "none" ? d : d + (d * (d + 1)) / 2 + (noise === "soft-uniform" ? 1 : 0);

/** log of the density of ξ where it is highest. */
const PEAK: Readonly<Record<SamplerNoise, number>> = {
  none: 0,
  normal: -0.5 * logOf(2 * Math.PI),
  uniform: 0,
  laplace: -Math.LN2,
  "soft-uniform": 0,
};

export interface SamplerGiven {
  readonly noise: Exclude<SamplerNoise, "none">;
  /** Not all 0; need not sum to 1. */
  readonly weights: readonly number[];
  /** [M, d]. */
  readonly locations: readonly (readonly number[])[];
  /** [M, d, d], lower triangular. */
  readonly factors: readonly (readonly (readonly number[])[])[];
  /** τ of a soft uniform, the same for all rows. */
  readonly blur?: number;
}

export function sampler({ noise, weights, locations, factors, blur }: SamplerGiven): Sampler {
  const d = locations[0]!.length as 1 | 2;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if ((blur === undefined) !== (noise !== "soft-uniform")) throw new Error("A soft uniform has a blur, and nothing else has one.");
  const last = blur === undefined ? [] : [blur];
  const rows = locations.flatMap((location, k) => [...location, ...factors[k]!.flatMap((row, i) => row.slice(0, i + 1)), ...last]);
  const logHeights = weights.map((weight, k) => {
    const logDeterminant = factors[k]!.reduce((sum, row, i) => sum + logOf(row[i]!), 0);
    return logOf(weight / total) - logDeterminant + d * PEAK[noise];
  });
  const cumulative = cumulativeOf(weights);
  return {
    dimension: d,
    noise,
    epochs: false,
    count: weights.length,
    cumulative,
    guide: guideOf(cumulative),
    rows: Float32Array.from(rows),
    logHeights: Float32Array.from(logHeights),
  };
}

/** Rows [M, d] drawn with equal chances, as they are; or, by epochs, each as often as the next. */
export function rowSampler(d: 1 | 2, rows: Float32Array, epochs = false): Sampler {
  const count = rows.length / d;
  const cumulative = Float32Array.from({ length: count }, (_, k) => (k + 1) / count);
  return { dimension: d, noise: "none", epochs, count, cumulative, guide: guideOf(cumulative), rows, logHeights: new Float32Array(0) };
}

function cumulativeOf(weights: readonly number[]): Float32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const cumulative = Float32Array.from(weights, (weight) => (sum += weight) / total);
  // Rounding must not leave a gap at the top; rows of no weight at the end stay unreachable.
  const last = weights.findLastIndex((weight) => weight > 0);
  return cumulative.fill(1, last);
}

function guideOf(cumulative: Float32Array): Uint32Array {
  const count = cumulative.length;
  let k = 0;
  return Uint32Array.from(cumulative, (_, j) => {
    while (cumulative[k]! * count <= j) k++;
    return k;
  });
}

/** The first row whose cumulative weight exceeds u: about one step from where the guide says. Products are exact in f64. @internal */
export function rowAt({ cumulative, guide }: Pick<Sampler, "cumulative" | "guide">, u: number): number {
  let k = guide[Math.floor(u * guide.length)]!;
  while (cumulative[k]! <= u) k++;
  return k;
}

/** Which rows a sampler with epochs draws, instead of by the words: those of the n samples of this step. */
export interface EpochPlace {
  readonly step: number;
  readonly key: number;
}

/** Draws rows from the words of block 0, [n, 4], into y [n, d]. */
export function fillRows(from: Sampler, words: Uint32Array, n: number, y: Float32Array, { step, key }: EpochPlace): void {
  const { dimension: d, noise, rows } = from;
  const width = rowWidth(d, noise);
  if (noise === "normal") fillNormals(words, 2, n, y, d === 2 ? y.subarray(1) : null, d);
  else if (noise !== "none") {
    const draw = noise === "laplace" ? laplaceOf : uniformOf;
    for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) y[i * d + j] = draw(words[4 * i + 2 + j]!);
  }
  for (let i = 0; i < n; i++) {
    const row = width * (from.epochs ? rowOfStep(from.count, step, n, i, key) : rowAt(from, uniformOf(words[4 * i]!)));
    const at = i * d;
    if (noise === "none") {
      for (let j = 0; j < d; j++) y[at + j] = rows[row + j]!;
      continue;
    }
    const first = y[at]!;
    y[at] = rows[row]! + rows[row + d]! * first;
    if (d === 2) y[at + 1] = rows[row + 1]! + rows[row + 3]! * first + rows[row + 4]! * y[at + 1]!;
  }
  if (noise !== "soft-uniform") return;
  const blur = rows[width - 1]!; // every row has the same
  const z = moreNormals(words, d, n);
  for (let i = 0; i < n * d; i++) y[i] = y[i]! + blur * z[i]!;
}

/** The normals of a soft uniform, [n, d]. Room for the largest batch so far is kept. */
let kept = { words: new Uint32Array(0), normals: new Float32Array(0) };
function moreNormals(words: Uint32Array, d: 1 | 2, n: number): Float32Array {
  if (kept.words.length < 4 * n) kept = { words: new Uint32Array(4 * n), normals: new Float32Array(2 * n) };
  moreWords(words, n, kept.words);
  fillNormals(kept.words, 0, n, kept.normals, d === 2 ? kept.normals.subarray(1) : null, d);
  return kept.normals;
}

function rowOfStep(count: number, step: number, n: number, i: number, key: number): number {
  const g = step * n + i;
  const epoch = Math.floor(g / count);
  return rowOfEpoch(g - epoch * count, epoch, count, key);
}

/** Rows for the samples of a step, [n, d], from a stream of their own. */
export function rowDrawer(from: Sampler, seed: number, stream: string): (step: number, n: number, y: Float32Array) => void {
  const key = keyOf(seed, stream);
  let words = new Uint32Array(0);
  return (step, n, y) => {
    if (words.length < 4 * n) words = new Uint32Array(4 * n);
    fillWords(n, step, 0, key, words);
    fillRows(from, words, n, y, { step, key });
  };
}
