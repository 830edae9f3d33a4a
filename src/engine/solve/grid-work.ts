/**
 * @file Solvers on a grid at work, all alike to whoever asks: sweep by sweep, and after each one U and the population as they are so far.
 */
import type { Solve } from "../../catalogue/solve.ts";
import type { Setup } from "../game/setup.ts";
import { fineDifferences, fineScaling } from "./fine-enough.ts";
import { type FiniteDifferences, SETTLED as DIFFERENCES_SETTLED, sliceOf } from "./finite-differences/finite-differences.ts";
import { nestedDifferences } from "./finite-differences/nested.ts";
import { type Descended, descent } from "./descent/descent.ts";
import { descentProblem } from "./descent/descent-game.ts";
import type { Unsolvable } from "./game-on-lattice.ts";
import type { Lattice } from "./lattice.ts";
import { logDensityAt, type Scaling, scaling, SETTLED as SCALING_SETTLED, valueAt } from "./scaling.ts";

/** What a solver has found so far. Fields are [n] on the lattice's nodes, at a time from 0 to T. */
export interface GridFound {
  readonly solver: Solve["solver"];
  readonly lattice: Lattice;
  readonly horizon: number;
  readonly converged: boolean;
  /** Sweeps, or time steps. */
  readonly iterations: number;
  /** Time steps to T where it marches in time; null: it sweeps until a sweep changes nothing. */
  readonly steps: number | null;
  /** The share of the way to its end. */
  readonly used: number;
  /** What its curve shows: the change of the last sweep, or the cost of the crowd. */
  readonly change: number;
  /** Its box ends in walls that reflect; else it is open. */
  readonly walls: boolean;
  /** Whether anything moves at a time yet; where it does not, U is 0. */
  moves(t: number): boolean;
  U(t: number): Float64Array;
  /** null where nobody carries it on the grid: the flow does. */
  readonly logDensity: ((t: number) => Float64Array) | null;
}

export type GridWork = Generator<GridFound, GridFound>;

interface ByScaling extends GridFound {
  readonly solver: "scaling";
  readonly own: Scaling;
}

interface ByDifferences extends GridFound {
  readonly solver: "finite-differences";
  readonly own: FiniteDifferences;
}

/**
 * @param resolution times the usual number of nodes of an axis
 * @param from the solution of a game near by, to start from
 */
export function gridWork(setup: Setup, solve: Solve, from?: GridFound): GridWork | Unsolvable {
  const { solver, resolution } = solve;
  if (solver === "descent") {
    const problem = descentProblem(setup, resolution, solve.steps);
    return "slot" in problem ? problem : told(descent(problem), byDescent);
  }
  if (solver === "scaling") {
    const problem = fineScaling(setup, resolution);
    return "slot" in problem ? problem : told(scaling(problem, from === undefined || !isScaling(from) ? undefined : from.own), byScaling);
  }
  const problem = fineDifferences(setup, resolution);
  return "slot" in problem
    ? problem
    : told(nestedDifferences(setup, problem, from === undefined || !isDifferences(from) ? undefined : from.own), byDifferences);
}

const isScaling = (found: GridFound): found is ByScaling => found.solver === "scaling";
const isDifferences = (found: GridFound): found is ByDifferences => found.solver === "finite-differences";

/** Changes fall by about the same factor from sweep to sweep. */
const usedOf = (converged: boolean, change: number, settled: number): number =>
  converged ? 1 : Math.min(0.99, Math.max(0, Math.log(change) / Math.log(settled)));

function* told<Own>(work: Generator<Own, Own>, as: (own: Own) => GridFound): GridWork {
  let step = work.next();
  while (step.done !== true) {
    yield as(step.value);
    step = work.next();
  }
  return as(step.value);
}

function byScaling(own: Scaling): ByScaling {
  const { problem, converged, iterations, change } = own;
  const { lattice, horizon } = problem;
  return {
    ...{ solver: "scaling", own, lattice, horizon, converged, iterations, change, walls: lattice.walls },
    ...{ steps: null, moves: () => true, used: usedOf(converged, change, SCALING_SETTLED) },
    U: (t) => valueAt(own, t),
    logDensity: (t) => logDensityAt(own, t),
  };
}

function byDifferences(own: FiniteDifferences): ByDifferences {
  const { problem, converged, iterations, change } = own;
  const { lattice, horizon } = problem;
  return {
    ...{ solver: "finite-differences", own, lattice, horizon, converged, iterations, change, walls: true },
    ...{ steps: null, moves: () => true, used: usedOf(converged, change, DIFFERENCES_SETTLED) },
    U: (t) => sliceOf(own, t).U,
    logDensity: (t) => sliceOf(own, t).logDensity,
  };
}

function byDescent(own: Descended): GridFound {
  const { problem, taken, cost } = own;
  const { lattice, horizon, steps } = problem;
  return {
    ...{ solver: "descent", lattice, horizon, converged: taken === steps, iterations: taken, change: cost, walls: problem.diffusion > 0 },
    ...{ steps, moves: (t) => own.moves(t), used: taken / steps },
    U: (t) => own.U(t),
    logDensity: own.logDensity,
  };
}
