/** @file The grid solution that stands beside what networks learn, where no closed form does. */
import type { Setup } from "../game/setup.ts";
import type { Pause } from "../learn/pause.ts";
import type { ExactSummary } from "../results.ts";
import { fineScaling } from "./fine-enough.ts";
import type { GridSolution } from "./grid-solution.ts";
import { solveByScaling } from "./scaling.ts";
import { scalingSolution } from "./scaling-solution.ts";
import { actsAsNoise } from "../game/traded-noise.ts";
import { worked } from "./worked.ts";

/** Nodes of an axis at most: it is solved while somebody trains. */
const LIMIT = { 1: 2048, 2: 162 } as const;

/** @returns null where scaling does not fit the game, its laws need too fine a grid, it takes too long, or it does not settle */
export async function gridBeside(setup: Setup, pause: Pause): Promise<GridSolution | null> {
  const { dimension, composed } = setup;
  if (dimension === 2 && !composed.interactions.every(actsAsNoise)) return null;
  const problem = fineScaling(setup, 1, LIMIT[dimension]);
  if ("slot" in problem) return null;
  const found = await worked(solveByScaling(problem), { pause });
  return found.converged ? scalingSolution(setup, found) : null;
}

export function gridSummary(setup: Setup, solution: GridSolution): ExactSummary {
  const { mean, covariance } = solution.moments(setup.experiment.game.horizon);
  const nodes = solution.found.problem.lattice.axes.map((axis) => String(axis.nodes)).join(" × ");
  return {
    known: true,
    by: "grid",
    kind: "grid",
    about: `No closed form is known here: this is the game solved on a grid of ${nodes} nodes. Shown is the flow without noise that has the same marginals.`,
    section: "Solved on a grid",
    ...{ mean, covariance, cost: solution.cost(), energy: solution.energy },
  };
}
