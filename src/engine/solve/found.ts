/** @file What a solver has found so far, all alike to whoever asks how far it has come. */
import type { March, OnePass, Sweeps } from "../../catalogue/solve.ts";
import type { Noising } from "../../exact/problem.ts";
import type { SolverOutcome } from "../results.ts";
import type { AtPoints } from "./grid-solution.ts";
import type { Lattice } from "./lattice.ts";
import type { Kernels } from "./mixture/kernels.ts";

interface Progress {
  /** What its steps are. */
  readonly counts: SolverOutcome["counts"];
  readonly horizon: number;
  readonly converged: boolean;
  /** How many there are to its end; null: it sweeps until a sweep changes nothing. */
  readonly steps: number | null;
  /** The share of the way to its end. */
  readonly used: number;
  /** What its curve shows: the change of the last sweep, the cost of the crowd, or the loss of a fit. */
  readonly change: number;
  /** What is to be known of this one, in whole sentences. */
  readonly says?: string;
  /** Whether anything moves at a time yet; where it does not, U is 0. */
  moves(t: number): boolean;
}

/** Fields are [n] on the lattice's nodes, at a time from 0 to T. */
export interface GridFound extends Progress {
  readonly solver: (Sweeps | OnePass | March)["solver"];
  readonly lattice: Lattice;
  /** Its box ends in walls that reflect; else it is open. */
  readonly walls: boolean;
  U(t: number): Float64Array;
  /** null where nobody carries it on the grid: the flow does. */
  readonly logDensity: ((t: number) => Float64Array) | null;
  /** Where more is known than a polynomial between the nodes would say. */
  readonly atPoints?: AtPoints;
}

/** U is minus the logarithm of the kernels under noise. */
export interface MixtureFound extends Progress {
  readonly solver: "kernels";
  readonly kernels: Kernels;
  noising(s: number): Noising;
}

export type SolverFound = GridFound | MixtureFound;
