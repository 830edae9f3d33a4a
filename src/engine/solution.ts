/**
 * @file A solution of a game, whoever found it: a closed form, or networks as far as they have learned. Pictures and rulers talk to one,
 * or hold two against each other, and know nothing else.
 */
import type { Pause } from "./learn/pause.ts";

/** ρ; U; ∇U; the drift that carries the population; the HJB residual r. */
export type FieldName = "density" | "value" | "momentum" | "velocity" | "residual";

/** Vectors are [n, d], the others [n]. */
export type Fields = Partial<Readonly<Record<FieldName, ArrayLike<number>>>>;

export interface Solution {
  /** Who found it. */
  readonly by: "networks" | "formula" | "grid";
  readonly dimension: 1 | 2;
  /** Why it does not know a field, or undefined where it does. */
  unknown(field: FieldName): string | undefined;
  /** Fields at points [n, d] and one time. What is not known is left out. */
  at(wanted: readonly FieldName[], x: Float32Array, n: number, t: number): Promise<Fields>;
  /** Positions at ascending times, [K, n, d], of particles that start at x₀ [n, d]; null where no deterministic flow carries them. */
  trajectories(x0: Float32Array, n: number, times: ArrayLike<number>, pause?: Pause): Promise<Float32Array> | null;
  /** Its trajectories take seconds: nobody should wait for them. */
  readonly slow: boolean;
  /** ½ E ∫ |v|² dt along generated paths, without its weight; null where it is not known without measuring. */
  readonly energy: number | null;
}
