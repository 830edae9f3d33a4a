/** @file What Hopf and Lax's formula is asked about. */
import type { Lattice } from "../lattice.ts";

export interface HopfLaxProblem {
  readonly lattice: Lattice;
  readonly horizon: number;
  /** w. */
  readonly weight: number;
  /** g at the nodes. */
  readonly cost: Float64Array;
  /** log ρ₀ at points [n, d]. */
  logReference(x: ArrayLike<number>, n: number): Float64Array;
}
