/** @file The grid solution of a set-up game, found in one go or a sweep at a time, by the solver that fits it. */
import type { Sweeps } from "../../catalogue/solve.ts";
import type { Unsolved } from "../../exact/problem.ts";
import type { Setup } from "../game/setup.ts";
import { fineDifferences, fineScaling } from "./fine-enough.ts";
import { finiteDifferenceNodes, finiteDifferenceProblem } from "./finite-differences/finite-difference-game.ts";
import { finiteDifferenceSolution } from "./finite-differences/finite-difference-solution.ts";
import { nestedDifferences } from "./finite-differences/nested.ts";
import type { NodeCount } from "./game-on-lattice.ts";
import type { GridSolution } from "./grid-solution.ts";
import { scaling } from "./scaling.ts";
import { scalingNodes, scalingProblem, whyNotScaling } from "./scaling-game.ts";
import { scalingSolution } from "./scaling-solution.ts";
import { worked, type Working } from "./worked.ts";

export const GRID_SOLVERS: readonly GridSolver[] = ["scaling", "finite-differences"];

export type GridSolver = Sweeps["solver"];

export interface SolveOptions extends Working {
  /** Without one, scaling where that fits the game, else finite differences. */
  readonly solver?: GridSolver | undefined;
  /** Nodes of each axis; left out: as many as its laws need. */
  readonly nodes?: number | undefined;
}

/** Scaling has the smaller errors, where both fit. */
const fitting = (setup: Setup): GridSolver => (whyNotScaling(setup) === undefined ? "scaling" : "finite-differences");

export function gridNodes(setup: Setup, solver: GridSolver = fitting(setup)): NodeCount {
  return solver === "scaling" ? scalingNodes(setup) : finiteDifferenceNodes(setup);
}

export async function solveOnGrid(setup: Setup, options: SolveOptions = {}): Promise<GridSolution | Unsolved> {
  if ((options.solver ?? fitting(setup)) === "scaling") {
    const problem = options.nodes === undefined ? fineScaling(setup, 1) : scalingProblem(setup, options.nodes);
    return "slot" in problem ? problem : scalingSolution(setup, await worked(scaling(problem), options));
  }
  const problem = options.nodes === undefined ? fineDifferences(setup, 1) : finiteDifferenceProblem(setup, options.nodes);
  return "slot" in problem ? problem : finiteDifferenceSolution(setup, await worked(nestedDifferences(setup, problem), options));
}
