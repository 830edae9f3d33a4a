/**
 * @file Distances between samples that compare all pairs of points: maximum mean discrepancy and energy distance.
 *
 *     k(r)    = mean over h ∈ {¼, ½, 1, 2, 4} of exp(−r²/(2h²))
 *     MMD²    = mean k(x, x′) − 2 mean k(x, y) + mean k(y, y′)           over all pairs, equal ones too: never negative
 *     energy  = √(2 E|x − y| − E|x − x′| − E|y − y′|)                    likewise
 *
 * Both are square roots, so they scale like a distance, and both have a floor of order n^(−½) for two samples of one law:
 * read them against the floor. Widths double, so each exponential is the fourth power of the next wider one's: one exp
 * for five kernels. Samples of more than 2,048 points are read up to there (points of a sample are exchangeable).
 */

import type { Pieces } from "../pieces.ts";

const WIDEST = 4;
const WIDTHS = 5;
const MOST_POINTS = 2048;

/** Pairs of a piece: a few milliseconds. */
const PIECE = 200_000;

export interface KernelDistances {
  readonly mmd: number;
  readonly energyDistance: number;
}

/** What a sample brings to its distances to others: its points, and its means over its own pairs. */
export interface KernelProfile {
  readonly points: Coordinates;
  readonly within: Readonly<Sums>;
}

export function* kernelProfile(x: ArrayLike<number>, n: number, d: 1 | 2): Pieces<KernelProfile> {
  const points = coordinates(x, Math.min(n, MOST_POINTS), d);
  return { points, within: yield* means(points, points) };
}

export function* kernelDistancesBetween(a: KernelProfile, b: KernelProfile): Pieces<KernelDistances> {
  const between = yield* means(a.points, b.points);
  return {
    mmd: Math.sqrt(Math.max(a.within.kernel - 2 * between.kernel + b.within.kernel, 0)),
    energyDistance: Math.sqrt(Math.max(2 * between.distance - a.within.distance - b.within.distance, 0)),
  };
}

interface Coordinates {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function coordinates(x: ArrayLike<number>, n: number, d: 1 | 2): Coordinates {
  const first = new Float64Array(n);
  const second = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    first[i] = x[i * d]!;
    if (d === 2) second[i] = x[i * 2 + 1]!;
  }
  return { first, second };
}

interface Sums {
  kernel: number;
  distance: number;
}

/** Means of k and of the distance over all pairs; a sample with itself costs half. */
function* means(a: Coordinates, b: Coordinates): Pieces<Sums> {
  const [n, m] = [a.first.length, b.first.length];
  const sums: Sums = { kernel: 0, distance: 0 };
  const rows = Math.max(1, Math.floor(PIECE / m));
  for (let first = 0; first < n; first += rows) {
    if (first > 0) yield;
    addRows(sums, a, b, first, Math.min(n, first + rows));
  }
  return { kernel: sums.kernel / (WIDTHS * n * m), distance: sums.distance / (n * m) };
}

/** Adds the pairs of points first … end of a with all points of b. */
function addRows(sums: Sums, a: Coordinates, b: Coordinates, first: number, end: number): void {
  const m = b.first.length;
  const same = a === b;
  for (let i = first; i < end; i++) {
    const u = a.first[i]!;
    const v = a.second[i]!;
    let kernel = 0;
    let distance = 0;
    for (let j = same ? i + 1 : 0; j < m; j++) {
      const p = u - b.first[j]!;
      const q = v - b.second[j]!;
      const squared = p * p + q * q;
      distance += Math.sqrt(squared);
      let power = Math.exp(squared * (-0.5 / (WIDEST * WIDEST)));
      kernel += power;
      for (let width = 1; width < WIDTHS; width++) {
        power *= power;
        power *= power;
        kernel += power;
      }
    }
    sums.kernel += same ? 2 * kernel + WIDTHS : kernel;
    sums.distance += same ? 2 * distance : distance;
  }
}
