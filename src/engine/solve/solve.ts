/** @file The grid solution of a set-up game, found in one go or a sweep at a time, by the solver that fits it. */
import type { OnePass, Sweeps } from "../../catalogue/solve.ts";
import type { Unsolved } from "../../exact/problem.ts";
import type { Setup } from "../game/setup.ts";
import { fineDifferences, fineHopfLax, fineScaling } from "./fine-enough.ts";
import { finiteDifferenceNodes, finiteDifferenceProblem } from "./finite-differences/finite-difference-game.ts";
import { finiteDifferenceSolution } from "./finite-differences/finite-difference-solution.ts";
import { nestedDifferences } from "./finite-differences/nested.ts";
import type { NodeCount } from "./game-on-lattice.ts";
import type { GridSolution } from "./grid-solution.ts";
import { solved } from "./hopf-lax/hopf-lax.ts";
import { hopfLaxNodes, hopfLaxProblem, whyNotHopfLax } from "./hopf-lax/hopf-lax-game.ts";
import { hopfLaxSolution } from "./hopf-lax/hopf-lax-solution.ts";
import { solveByScaling } from "./scaling.ts";
import { scalingNodes, scalingProblem, whyNotScaling } from "./scaling-game.ts";
import { scalingSolution } from "./scaling-solution.ts";
import { worked, type Working } from "./worked.ts";

export const GRID_SOLVERS: readonly GridSolver[] = ["scaling", "hopf-lax", "finite-differences"];

export type GridSolver = (Sweeps | OnePass)["solver"];

export interface SolveOptions extends Working {
  /** Without one, scaling or Hopf and Lax's formula where one of them fits the game, else finite differences. */
  readonly solver?: GridSolver | undefined;
  /** Nodes of each axis; left out: as many as its laws need. */
  readonly nodes?: number | undefined;
}

/** Finite differences have the largest errors, where others fit. */
function fitting(setup: Setup): GridSolver {
  if (whyNotScaling(setup) === undefined) return "scaling";
  return whyNotHopfLax(setup) === undefined ? "hopf-lax" : "finite-differences";
}

export function gridNodes(setup: Setup, solver: GridSolver = fitting(setup)): NodeCount {
  if (solver === "hopf-lax") return hopfLaxNodes(setup);
  return solver === "scaling" ? scalingNodes(setup) : finiteDifferenceNodes(setup);
}

export async function solveOnGrid(setup: Setup, options: SolveOptions = {}): Promise<GridSolution | Unsolved> {
  const solver = options.solver ?? fitting(setup);
  if (solver === "hopf-lax") {
    const problem = options.nodes === undefined ? fineHopfLax(setup, 1) : hopfLaxProblem(setup, options.nodes);
    return "slot" in problem ? problem : hopfLaxSolution(setup, solved(problem));
  }
  if (solver === "scaling") {
    const problem = options.nodes === undefined ? fineScaling(setup, 1) : scalingProblem(setup, options.nodes);
    return "slot" in problem ? problem : scalingSolution(setup, await worked(solveByScaling(problem), options));
  }
  const problem = options.nodes === undefined ? fineDifferences(setup, 1) : finiteDifferenceProblem(setup, options.nodes);
  return "slot" in problem ? problem : finiteDifferenceSolution(setup, await worked(nestedDifferences(setup, problem), options));
}
