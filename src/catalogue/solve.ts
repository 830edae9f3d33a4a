/** @file What an objective asks of a solver, where no network is trained. */

/** Solved on a grid, sweep by sweep: nothing is trained. The engine knows the solvers by name. */
export interface Sweeps {
  readonly solver: "scaling" | "finite-differences";
  /** Times the usual number of nodes of an axis. */
  readonly resolution: number;
}

/** Solved on a grid in one pass: what everybody does is known from the end cost alone. */
export interface OnePass {
  readonly solver: "hopf-lax";
  readonly resolution: number;
}

/** Marched in time from the start, step by step: the crowd goes down its cost, and that is all. */
export interface March {
  readonly solver: "descent";
  readonly resolution: number;
  /** Time steps from 0 to T. */
  readonly steps: number;
}

/** U is minus the logarithm of kernels around training points, under noise; what is found, if anything, are their precisions. */
export interface KernelFit {
  readonly solver: "kernels";
  /** Kernels at most. */
  readonly centres: number;
  readonly precisions: "fixed" | "one" | "local";
  /** h. */
  readonly width: number;
  /** ℓ. */
  readonly sharing: number;
  readonly steps: number;
}

export type Solve = Sweeps | OnePass | March | KernelFit;
