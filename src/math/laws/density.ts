/**
 * @file What a density that is known in closed form can say. Points are row-major [n, d]; outputs are overwritten.
 */
import type { Matrix } from "../matrices.ts";
import type { Random } from "../random.ts";
import type { Sampler } from "./sampler.ts";

export type Floats = Float32Array | Float64Array;

export interface KnownDensity {
  readonly dimension: 1 | 2;
  readonly mean: readonly number[];
  readonly covariance: Matrix;
  sample(random: Random, n: number, x: Floats): void;
  /** The same law as plain data, for draws by counting. Absent where it is not a shifted and scaled mixture of one law. */
  sampler?(): Sampler;
  /** log ρ, [n]; −∞ outside the support. */
  logDensity(x: ArrayLike<number>, n: number, out: Floats): void;
  /** ∇ log ρ, [n, d]; 0 outside the support. */
  score(x: ArrayLike<number>, n: number, out: Floats): void;
  /** Δ log ρ, [n]: its regular part where log ρ has a kink or a jump. */
  laplacianLogDensity(x: ArrayLike<number>, n: number, out: Floats): void;
  /** The law of α Y + std Z with Z standard normal. */
  diffused(alpha: number, std: number): KnownDensity;
}

/** Indices drawn with given probabilities, by bisection in their cumulative sums. */
export function chooser(weights: ArrayLike<number>): (random: Random) => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let k = 0; k < weights.length; k++) cumulative[k] = total += weights[k]!;
  return (random) => {
    const u = random.uniform() * total;
    let low = 0;
    let high = weights.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (u < cumulative[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
