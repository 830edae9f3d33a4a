/**
 * @file Solvers on a grid at work, all alike to whoever asks: sweep by sweep, and after each one U and the population as they are so far.
 */
import type { March, OnePass, Sweeps } from "../../catalogue/solve.ts";
import type { Setup } from "../game/setup.ts";
import { fineDifferences, fineHopfLax, fineScaling } from "./fine-enough.ts";
import { type FiniteDifferences, DIFFERENCES_SETTLED, sliceOf } from "./finite-differences/finite-differences.ts";
import { nestedDifferences } from "./finite-differences/nested.ts";
import { type Descended, descent } from "./descent/descent.ts";
import { descentProblem } from "./descent/descent-game.ts";
import type { GridFound, SolverFound } from "./found.ts";
import { type HopfLax, solveByHopfLax, logDensityAtNodes, valuesAtNodes } from "./hopf-lax/hopf-lax.ts";
import { saysOf } from "./hopf-lax/hopf-lax-solution.ts";
import type { Unsolvable } from "./game-on-lattice.ts";
import { logDensityAt, type Scaling, solveByScaling, SCALING_SETTLED, valueOfScaling } from "./scaling.ts";

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
export function gridWork(setup: Setup, solve: Sweeps | OnePass | March, from?: SolverFound): GridWork | Unsolvable {
  const { solver, resolution } = solve;
  if (solver === "descent") {
    const problem = descentProblem(setup, resolution, solve.steps);
    return "slot" in problem ? problem : told(descent(problem), byDescent);
  }
  if (solver === "hopf-lax") {
    const problem = fineHopfLax(setup, resolution);
    return "slot" in problem ? problem : told(solveByHopfLax(problem), byLines);
  }
  if (solver === "scaling") {
    const problem = fineScaling(setup, resolution);
    return "slot" in problem
      ? problem
      : told(solveByScaling(problem, from === undefined || !isScaling(from) ? undefined : from.own), byScaling);
  }
  const problem = fineDifferences(setup, resolution);
  return "slot" in problem
    ? problem
    : told(nestedDifferences(setup, problem, from === undefined || !isDifferences(from) ? undefined : from.own), byDifferences);
}

const isScaling = (found: SolverFound): found is ByScaling => found.solver === "scaling";
const isDifferences = (found: SolverFound): found is ByDifferences => found.solver === "finite-differences";

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
  const { problem, converged, change } = own;
  const { lattice, horizon } = problem;
  return {
    ...{ solver: "scaling", own, lattice, horizon, converged, change, walls: lattice.walls },
    ...{ counts: "sweeps", steps: null, moves: () => true, used: usedOf(converged, change, SCALING_SETTLED) },
    U: (t) => valueOfScaling(own, t),
    logDensity: (t) => logDensityAt(own, t),
  };
}

function byDifferences(own: FiniteDifferences): ByDifferences {
  const { problem, converged, change } = own;
  const { lattice, horizon } = problem;
  return {
    ...{ solver: "finite-differences", own, lattice, horizon, converged, change, walls: true },
    ...{ counts: "sweeps", steps: null, moves: () => true, used: usedOf(converged, change, DIFFERENCES_SETTLED) },
    U: (t) => sliceOf(own, t).U,
    logDensity: (t) => sliceOf(own, t).logDensity,
  };
}

function byDescent(own: Descended): GridFound {
  const { problem, taken, cost } = own;
  const { lattice, horizon, steps } = problem;
  return {
    ...{ solver: "descent", lattice, horizon, converged: taken === steps, change: cost, walls: problem.diffusion > 0 },
    ...{ counts: "time steps", steps, moves: (t) => own.moves(t), used: taken / steps },
    U: (t) => own.U(t),
    logDensity: own.logDensity,
  };
}

function byLines(own: HopfLax): GridFound {
  const { problem, solved, cost } = own;
  const { lattice, horizon } = problem;
  return {
    ...{ solver: "hopf-lax", lattice, horizon, converged: solved, change: cost, walls: lattice.walls, says: saysOf(own) },
    ...{ counts: "passes", steps: 1, moves: () => solved, used: solved ? 1 : 0 },
    U: (t) => valuesAtNodes(own, t),
    logDensity: (t) => logDensityAtNodes(own, t),
    atPoints: own,
  };
}
