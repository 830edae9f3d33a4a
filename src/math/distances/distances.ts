/**
 * @file How far a model's samples are from the data, never without how far two samples of the data are from each other.
 *
 *     value = median over 3 fresh pairs (model, data)         noise = median over 9 pairs (data, data′) of equal size
 *     KL(p‖q) = Σ p log(p/q) · cell                           on a grid; p is normalised there, q is not
 */
import { kernelDistancesInPieces } from "./kernel-distances.ts";
import { type Pieces, whole } from "../pieces.ts";
import { slicedW2 } from "./sliced-wasserstein.ts";

export interface Noisy {
  readonly value: number;
  readonly noise: number;
}

export type DistanceName = "slicedW2" | "mmd" | "energyDistance";

export type Distances = Readonly<Record<DistanceName, number>>;

/** All distances between two samples of points [n, d], [m, d]. */
export function distances(x: ArrayLike<number>, y: ArrayLike<number>, d: 1 | 2): Distances {
  return whole(distancesInPieces(x, y, d));
}

export function* distancesInPieces(x: ArrayLike<number>, y: ArrayLike<number>, d: 1 | 2): Pieces<Distances> {
  const [n, m] = [x.length / d, y.length / d];
  const sliced = slicedW2(x, n, y, m, d);
  yield;
  return { slicedW2: sliced, ...(yield* kernelDistancesInPieces(x, n, y, m, d)) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const PAIRS = 3;
const FLOOR_PAIRS = 9;

type Draw = () => ArrayLike<number>;

/** All measures of one pair; a promise if it takes pause in between. */
type MeasurePair<K extends string> = (
  x: ArrayLike<number>,
  y: ArrayLike<number>,
) => Readonly<Record<K, number>> | Promise<Readonly<Record<K, number>>>;

async function ofPairs<K extends string>(
  count: number,
  measure: MeasurePair<K>,
  drawX: Draw,
  drawY: Draw,
): Promise<Readonly<Record<K, number>>> {
  const rows: Readonly<Record<K, number>>[] = [];
  for (let pair = 0; pair < count; pair++) rows.push(await measure(drawX(), drawY()));
  return medians(rows);
}

/** Each call of a draw must give fresh points. The floor depends on the data alone: measure it once per data and size. */
export function noiseFloor<K extends string>(measure: MeasurePair<K>, drawTrue: Draw): Promise<Readonly<Record<K, number>>> {
  return ofPairs(FLOOR_PAIRS, measure, drawTrue, drawTrue);
}

/** value and noise of every measure at once; `floor` if it is already known. */
export async function noisy<K extends string>(
  measure: MeasurePair<K>,
  drawModel: Draw,
  drawTrue: Draw,
  floor?: Readonly<Record<K, number>>,
): Promise<Readonly<Record<K, Noisy>>> {
  const noise = floor ?? (await noiseFloor(measure, drawTrue));
  const values = await ofPairs(PAIRS, measure, drawModel, drawTrue);
  const names = Object.keys(values) as K[];
  return Object.fromEntries(names.map((name) => [name, { value: values[name], noise: noise[name] }])) as Record<K, Noisy>;
}

function medians<K extends string>(rows: readonly Readonly<Record<K, number>>[]): Readonly<Record<K, number>> {
  const names = Object.keys(rows[0]!) as K[];
  return Object.fromEntries(names.map((name) => [name, median(rows.map((row) => row[name]))])) as Record<K, number>;
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
