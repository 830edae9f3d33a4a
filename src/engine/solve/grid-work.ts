/**
 * @file Solvers on a grid at work, all alike to whoever asks: sweep by sweep, and after each one U and the population as they are so far.
 */
import type { Solve } from "../../catalogue/terms.ts";
import type { Setup } from "../game/setup.ts";
import { fineDifferences, fineScaling } from "./fine-enough.ts";
import { type FiniteDifferences, SETTLED as DIFFERENCES_SETTLED, sliceOf } from "./finite-differences/finite-differences.ts";
import { nestedDifferences } from "./finite-differences/nested.ts";
import type { Unsolvable } from "./game-on-lattice.ts";
import type { Lattice } from "./lattice.ts";
import { logDensityAt, type Scaling, scaling, SETTLED as SCALING_SETTLED, valueAt } from "./scaling.ts";

/** What a solver has found so far. Fields are [n] on the lattice's nodes, at a time from 0 to T. */
export interface GridFound {
  readonly solver: Solve["solver"];
  readonly lattice: Lattice;
  readonly horizon: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Of the last sweep, and the change at which there are no more. */
  readonly change: number;
  readonly settled: number;
  /** Its box ends in walls that reflect; else it is open. */
  readonly walls: boolean;
  U(t: number): Float64Array;
  logDensity(t: number): Float64Array;
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
export function gridWork(setup: Setup, { solver, resolution }: Solve, from?: GridFound): GridWork | Unsolvable {
  if (solver === "scaling") {
    const problem = fineScaling(setup, resolution);
    return "slot" in problem ? problem : told(scaling(problem, from === undefined || !isScaling(from) ? undefined : from.own), byScaling);
  }
  const problem = fineDifferences(setup, resolution);
  return "slot" in problem
    ? problem
    : told(
        nestedDifferences(setup, problem, from === undefined || isScaling(from) ? undefined : (from as ByDifferences).own),
        byDifferences,
      );
}

const isScaling = (found: GridFound): found is ByScaling => found.solver === "scaling";

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
    ...{ solver: "scaling", own, lattice, horizon, converged, iterations, change, settled: SCALING_SETTLED, walls: lattice.walls },
    U: (t) => valueAt(own, t),
    logDensity: (t) => logDensityAt(own, t),
  };
}

function byDifferences(own: FiniteDifferences): ByDifferences {
  const { problem, converged, iterations, change } = own;
  const { lattice, horizon } = problem;
  return {
    ...{ solver: "finite-differences", own, lattice, horizon, converged, iterations, change, settled: DIFFERENCES_SETTLED, walls: true },
    U: (t) => sliceOf(own, t).U,
    logDensity: (t) => sliceOf(own, t).logDensity,
  };
}
