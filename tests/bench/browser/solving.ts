/** @file Games solved on a grid in the plane, whole: a bridge by scaling, and a crowd in its own way by finite differences. */
import { registry } from "../../../src/catalogue/registry.ts";
import { setUp, type Setup } from "../../../src/engine/game/setup.ts";
import { targetLogDensity } from "../../../src/engine/solve/nodes.ts";
import { scalingProblem } from "../../../src/engine/solve/scaling-game.ts";
import { type GridSolver, solveOnGrid } from "../../../src/engine/solve/solve.ts";
import type { Contender } from "./contender.ts";
import { experimentOf } from "./sessions.ts";

export type SolvedGame = "bridge" | "crowd";

interface Solved {
  readonly setup: Setup;
  readonly solver: GridSolver;
  /** Of an axis. */
  readonly nodes: number;
}

/** σ² = .05; with as many time steps as nodes of an axis. */
function solvedGame(game: SolvedGame): Solved {
  const setting = (changes: Record<string, unknown>) => setUp(experimentOf("steered-noise", changes), registry);
  if (game === "bridge")
    return {
      setup: setting({
        "game.dynamics": { id: "constant-noise", params: { sigma: Math.sqrt(0.05) } },
        "game.terminal": { id: "hard", params: {} },
        objective: { id: "scaling", params: {} },
      }),
      solver: "scaling",
      nodes: 128,
    };
  return {
    setup: setting({
      "game.terminal": { id: "reverse-kl", params: { weight: 1 } },
      "game.interactions": [{ id: "entropy", params: {} }],
      objective: { id: "finite-differences", params: {} },
    }),
    solver: "finite-differences",
    nodes: 64,
  };
}

/** What comes out stands for a gradient: the mean and the covariance at the end. */
export function solving(game: SolvedGame): Contender {
  const { setup, solver, nodes } = solvedGame(game);
  const solve = async () => {
    const found = await solveOnGrid(setup, { solver, nodes });
    if ("slot" in found) throw new Error(found.reason);
    if (!found.found.converged) throw new Error(`the ${game} did not settle`);
    return found.moments(setup.experiment.game.horizon);
  };
  return {
    async step() {
      await solve();
    },
    async gradient() {
      const { mean, covariance } = await solve();
      return Float32Array.from([...mean, ...covariance.flat()]);
    },
  };
}

/** What the bridge is about, for whoever solves it elsewhere: nodes of an axis, their distance, the variance of the noise, log ρ₀ and log π. */
export function bridgeLaws(): number[] {
  const { setup, nodes } = solvedGame("bridge");
  const problem = scalingProblem(setup, nodes);
  if ("slot" in problem) throw new Error(problem.reason);
  const { lattice, logReference, horizon, variance } = problem;
  return [nodes, lattice.axes[0]!.step, variance(0, horizon), ...logReference, ...targetLogDensity(setup, lattice)!];
}
