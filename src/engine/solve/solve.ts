/** @file The grid solution of a set-up game, found in one go or a sweep at a time. */
import type { Unsolved } from "../../exact/problem.ts";
import type { Setup } from "../game/setup.ts";
import type { Pause } from "../learn/pause.ts";
import { type GridSolution, gridSolution } from "./grid-solution.ts";
import { scaling } from "./scaling.ts";
import { scalingProblem } from "./scaling-game.ts";

export interface SolveOptions {
  /** Nodes of each axis. */
  readonly nodes?: number | undefined;
  readonly pause?: Pause;
  readonly tell?: (sweeps: number, change: number) => void;
}

export async function solveOnGrid(setup: Setup, { nodes, pause, tell }: SolveOptions = {}): Promise<GridSolution | Unsolved> {
  const problem = scalingProblem(setup, nodes);
  if ("slot" in problem) return problem;
  const work = scaling(problem);
  let step = work.next();
  while (step.done !== true) {
    tell?.(step.value.iterations, step.value.change);
    await pause?.();
    step = work.next();
  }
  return gridSolution(setup, step.value);
}
