/** @file The grid solution of a set-up game, found in one go or a sweep at a time, by the solver that fits it. */
import type { Unsolved } from "../../exact/problem.ts";
import type { Setup } from "../game/setup.ts";
import type { Pause } from "../learn/pause.ts";
import { finiteDifferenceNodes, finiteDifferenceProblem } from "./finite-differences/finite-difference-game.ts";
import { finiteDifferenceSolution } from "./finite-differences/finite-difference-solution.ts";
import { finiteDifferences } from "./finite-differences/finite-differences.ts";
import type { NodeCount } from "./game-on-lattice.ts";
import type { GridSolution } from "./grid-solution.ts";
import { scaling } from "./scaling.ts";
import { scalingNodes, scalingProblem, whyNotScaling } from "./scaling-game.ts";
import { scalingSolution } from "./scaling-solution.ts";

export const GRID_SOLVERS = ["scaling", "finite-differences"] as const;

export type GridSolver = (typeof GRID_SOLVERS)[number];

export interface SolveOptions {
  /** Without one, scaling where that fits the game, else finite differences. */
  readonly solver?: GridSolver | undefined;
  /** Nodes of each axis. */
  readonly nodes?: number | undefined;
  readonly pause?: Pause;
  readonly tell?: (sweeps: number, change: number) => void;
}

/** Scaling has the smaller errors, where both fit. */
const fitting = (setup: Setup): GridSolver => (whyNotScaling(setup) === undefined ? "scaling" : "finite-differences");

export function gridNodes(setup: Setup, solver: GridSolver = fitting(setup)): NodeCount {
  return solver === "scaling" ? scalingNodes(setup) : finiteDifferenceNodes(setup);
}

export async function solveOnGrid(setup: Setup, options: SolveOptions = {}): Promise<GridSolution | Unsolved> {
  if ((options.solver ?? fitting(setup)) === "scaling") {
    const problem = scalingProblem(setup, options.nodes);
    return "slot" in problem ? problem : scalingSolution(setup, await worked(scaling(problem), options));
  }
  const problem = finiteDifferenceProblem(setup, options.nodes);
  return "slot" in problem ? problem : finiteDifferenceSolution(setup, await worked(finiteDifferences(problem), options));
}

async function worked<Found>(
  work: Generator<{ readonly iterations: number; readonly change: number }, Found>,
  { tell, pause }: SolveOptions,
): Promise<Found> {
  let step = work.next();
  while (step.done !== true) {
    tell?.(step.value.iterations, step.value.change);
    await pause?.();
    step = work.next();
  }
  return step.value;
}
