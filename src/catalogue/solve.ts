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

/** A crowd at rest around what crosses it, by Newton's method on a box. */
export interface SolveCrossing {
  readonly solver: "crossing";
  /** L, in metres: the box is [−L, L]². */
  readonly halfBox: number;
  /** Nodes of an axis. */
  readonly cells: number;
  /** How the disc's edge lies between nodes: where it is, or at the next node. */
  readonly circle: "cut" | "staircase";
}

/** A game of finitely many states: forward and backward in turn until nobody changes anything any more. */
export interface SolveStates {
  readonly solver: "forward-backward";
  /** Time steps from 0 to T. */
  readonly steps: number;
  /** The policies move less than this in the last sweep. */
  readonly tolerance: number;
}

export type SolveAtOnce = SolveCrossing | SolveStates;
