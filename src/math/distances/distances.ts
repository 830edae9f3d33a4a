/**
 * @file How far a model's samples are from the data, never without how far two samples of the data are from each other.
 *
 *     value = mean distance of P model samples to J true samples           noise = mean distance of two true samples of equal size
 *     KL(p‖q) = Σ p log(p/q) · cell                                         on a grid; p is normalised there, q is not
 *
 * One pair hangs on its luck: the sliced W₂ of two samples of a ring of modes scatters by half of itself. So every sample meets several
 * others, the same true samples make the floor, and the value has an interval from leaving out one sample after the other.
 */
import { kernelDistancesBetween, kernelProfile, type KernelProfile } from "./kernel-distances.ts";
import type { Pieces } from "../pieces.ts";
import { pairedMean, type PairedMean, type SamplePair, studentQuantile } from "./paired-mean.ts";
import { quantileVectorInPieces } from "./sliced-wasserstein.ts";

export interface Noisy {
  readonly value: number;
  readonly noise: number;
  /** Standard errors of value and noise, over the samples that were drawn. */
  readonly error: number;
  readonly noiseError: number;
  /** 95 %: where the value would be with other draws of as many points. */
  readonly interval: readonly [low: number, high: number];
}

export type DistanceName = "slicedW2" | "mmd" | "energyDistance";

const NAMES: readonly DistanceName[] = ["slicedW2", "mmd", "energyDistance"];

/** A sample with what its distances to others need, computed once. */
export interface SampleProfile {
  readonly quantiles: Float32Array;
  readonly kernel: KernelProfile;
}

export function* profileInPieces(x: ArrayLike<number>, d: 1 | 2): Pieces<SampleProfile> {
  const n = x.length / d;
  const quantiles = Float32Array.from(yield* quantileVectorInPieces(x, n, d));
  yield;
  return { quantiles, kernel: yield* kernelProfile(x, n, d) };
}

/** Of each sample's partners so many are compared point by point, which takes long; all of them by their sorted projections. */
const PARTNERS = 2;

/** Distances of pairs of samples [i, j]: `partners` of each i by all distances, the others by sliced W₂ alone. */
function* ofPairs(
  a: readonly SampleProfile[],
  b: readonly SampleProfile[],
  pairs: readonly (readonly [number, number])[],
): Pieces<Record<DistanceName, SamplePair[]>> {
  const found: Record<DistanceName, SamplePair[]> = { slicedW2: [], mmd: [], energyDistance: [] };
  const compared = new Map<number, number>();
  for (const [i, j] of pairs) {
    const [p, q] = [a[i]!, b[j]!];
    const at = { i, j: a === b ? j : a.length + j };
    let square = 0;
    for (let k = 0; k < p.quantiles.length; k++) square += (p.quantiles[k]! - q.quantiles[k]!) ** 2;
    found.slicedW2.push({ ...at, value: Math.sqrt(square) });
    const before = compared.get(i) ?? 0;
    if (before >= PARTNERS) continue;
    compared.set(i, before + 1);
    yield;
    const { mmd, energyDistance } = yield* kernelDistancesBetween(p.kernel, q.kernel);
    found.mmd.push({ ...at, value: mmd });
    found.energyDistance.push({ ...at, value: energyDistance });
  }
  return found;
}

const upTo = (count: number, first = 0): number[] => Array.from({ length: count }, (_, k) => first + k);

export type Floor = Readonly<Record<DistanceName, PairedMean>>;

/** The true samples, what is between two of them, and which samples of the same law it was measured with. */
export interface Truth {
  readonly samples: readonly SampleProfile[];
  readonly floor: Floor;
}

/**
 * The floor between true samples; or, where there are too few of them, between them and others of the same law.
 * @param others as many points each; not the ones that the model is held against
 */
export function* truthInPieces(samples: readonly SampleProfile[], others: readonly SampleProfile[] | null): Pieces<Truth> {
  const J = samples.length;
  // j's partners are those after it, cyclically: the first few of them are compared point by point, each sample as often as the next
  const own = upTo(J).flatMap((j) =>
    upTo(J - 1, 1).flatMap((k) => (2 * k < J || (2 * k === J && j < k) ? [[j, (j + k) % J] as const] : [])),
  );
  const pairs =
    others === null
      ? yield* ofPairs(samples, samples, own)
      : yield* ofPairs(
          others,
          samples,
          upTo(others.length).flatMap((i) => upTo(J).map((k) => [i, (i + k) % J] as const)),
        );
  const groups = others === null ? [upTo(J)] : [upTo(others.length), upTo(J, others.length)];
  const floor = Object.fromEntries(NAMES.map((name) => [name, pairedMean(pairs[name], groups)])) as Record<DistanceName, PairedMean>;
  return { samples, floor };
}

/** All distances of a model's samples to the true ones. All samples have the same number of points. */
export function* noisyInPieces(model: readonly SampleProfile[], { samples, floor }: Truth): Pieces<Readonly<Record<DistanceName, Noisy>>> {
  const [P, J] = [model.length, samples.length];
  const pairs = yield* ofPairs(
    model,
    samples,
    upTo(P).flatMap((i) => upTo(J).map((k) => [i, (i + k) % J] as const)),
  );
  const groups = [upTo(P), upTo(J, P)];
  const wide = studentQuantile(Math.max(1, P - 1));
  const of = (name: DistanceName): Noisy => {
    const { mean, error } = pairedMean(pairs[name], groups);
    return {
      value: mean,
      noise: floor[name].mean,
      error,
      noiseError: floor[name].error,
      interval: [Math.max(0, mean - wide * error), mean + wide * error],
    };
  };
  return { slicedW2: of("slicedW2"), mmd: of("mmd"), energyDistance: of("energyDistance") };
}

export interface GridDivergence {
  /** Of p, restricted to the grid and normalised there, from q. */
  readonly divergence: number;
  /** Of q on the grid: what is missing from 1 lies outside, or between the cells. */
  readonly mass: number;
}

/**
 * KL between two densities given by their logarithms on one grid of cells of a volume. q is left as it is: normalised too, mass that
 * it has elsewhere would cost nothing. So KL ≥ −log mass, up to the quadrature's error.
 */
export function klOnGrid(logP: ArrayLike<number>, logQ: ArrayLike<number>, cell: number): GridDivergence {
  const normP = logTotal(logP);
  const logCell = Math.log(cell);
  let divergence = 0;
  for (let i = 0; i < logP.length; i++) {
    const p = Math.exp(logP[i]! - normP);
    if (p > 0) divergence += p * (logP[i]! - normP - logQ[i]! - logCell);
  }
  return { divergence, mass: Math.exp(logTotal(logQ) + logCell) };
}

/** log Σ exp. */
function logTotal(logs: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < logs.length; i++) largest = Math.max(largest, logs[i]!);
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += Math.exp(logs[i]! - largest);
  return largest + Math.log(sum);
}
