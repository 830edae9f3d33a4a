/** @file What a cost of two samples as a whole is handed. */
import type { Random } from "../math/random.ts";
import type { ParamValues } from "./params.ts";
/** Two samples to compare, row-major, and words of a counter-based stream for whatever is random about the comparison. */
export interface ParticlesGiven {
  readonly dimension: 1 | 2;
  /** Generated [n, d] and data [n, d]. */
  readonly population: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly n: number;
  readonly random: Random;
  readonly params: ParamValues;
  /** Receives ∂value/∂population, [n, d]: overwritten. */
  readonly gradient: Float64Array;
}
