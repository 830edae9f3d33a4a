/**
 * @file The law of drawing one of given rows: a sampler with the rows' moments, and no density.
 */
import type { Floats, KnownDensity } from "./density.ts";
import type { Matrix } from "../matrices.ts";
import type { PointSet } from "./point-set.ts";
import type { Random } from "../random.ts";
import { rowSampler } from "./sampler.ts";

/** N ≥ 1 points; covariance with 1/N, that of the drawn law. Standardised: each coordinate to mean 0, variance 1. */
export function empirical(
  { n, d: columns, values }: PointSet,
  standardise: boolean,
): Pick<KnownDensity, "dimension" | "mean" | "covariance" | "sample" | "sampler"> {
  const d = columns as 1 | 2;
  const points = values.slice(); // [n, d]
  if (standardise) {
    const { mean, covariance } = moments(points, n, d);
    for (let j = 0; j < n * d; j++) points[j] = (points[j]! - mean[j % d]!) / Math.sqrt(covariance[j % d]![j % d]! || 1);
  }
  return {
    dimension: d,
    ...moments(points, n, d),
    sampler: () => rowSampler(d, Float32Array.from(points)),
    sample(random: Random, count: number, x: Floats) {
      for (let i = 0; i < count; i++) {
        const row = random.integer(n) * d;
        for (let j = 0; j < d; j++) x[i * d + j] = points[row + j]!;
      }
    },
  };
}

/** Two passes: the second about the mean, so that far-away data lose nothing. */
function moments(points: ArrayLike<number>, n: number, d: 1 | 2): { readonly mean: readonly number[]; readonly covariance: Matrix } {
  const mean = new Array<number>(d).fill(0);
  for (let j = 0; j < n * d; j++) mean[j % d] = mean[j % d]! + points[j]! / n;
  const covariance = mean.map(() => new Array<number>(d).fill(0));
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) covariance[a]![b]! += ((points[i * d + a]! - mean[a]!) * (points[i * d + b]! - mean[b]!)) / n;
    }
  }
  return { mean, covariance };
}
