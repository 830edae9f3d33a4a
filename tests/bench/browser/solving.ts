/** @file Games solved on a grid in the plane, whole: a bridge by scaling, and a crowd in its own way by finite differences. */
import { registry } from "../../../src/catalogue/registry.ts";
import { setUp, type Setup } from "../../../src/engine/game/setup.ts";
import { momentsOf } from "../../../src/engine/solve/grid-solution.ts";
import { targetLogDensity } from "../../../src/engine/solve/nodes.ts";
import { scalingProblem } from "../../../src/engine/solve/scaling-game.ts";
import { type GridSolver, solveOnGrid } from "../../../src/engine/solve/solve.ts";
import { finiteDifferenceProblem } from "../../../src/engine/solve/finite-differences/finite-difference-game.ts";
import { nestedDifferences } from "../../../src/engine/solve/finite-differences/nested.ts";
import { type FiniteDifferenceProblem, logDensityOf, sweep, type Unknown } from "../../../src/engine/solve/finite-differences/sweep.ts";
import { worked } from "../../../src/engine/solve/worked.ts";
import type { Contender } from "./contender.ts";
import { experimentOf } from "./sessions.ts";

export type SolvedGame = "bridge" | "crowd";

/** One of the sweeps that a crowd takes until it is in agreement with itself. */
export type SolvedPart = SolvedGame | "crowd's sweep";

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

/** The crowd, and what it has come to expect of itself. */
async function settledCrowd(): Promise<{ problem: FiniteDifferenceProblem; expected: Unknown }> {
  const { setup, nodes } = solvedGame("crowd");
  const problem = finiteDifferenceProblem(setup, nodes);
  if ("slot" in problem) throw new Error(problem.reason);
  const { U, prices } = await worked(nestedDifferences(setup, problem), {});
  return { problem, expected: { end: U[problem.steps]!, prices, seen: null } };
}

async function sweeping(): Promise<Contender> {
  const { problem, expected } = await settledCrowd();
  const once = (): Float64Array => sweep(problem, expected, null).density[problem.steps]!;
  return {
    step() {
      once();
      return Promise.resolve();
    },
    gradient() {
      const { mean, covariance } = momentsOf(problem.lattice, { logDensity: logDensityOf(once()) });
      return Promise.resolve(Float32Array.from([...mean, ...covariance.flat()]));
    },
  };
}

/** What a sweep of the crowd is given, for whoever does it elsewhere: nodes of an axis, time steps, distance of nodes, 1/Δt, σ²/2, ∂²𝓗/∂p²; ρ₀, U(T), prices. */
export async function crowdGame(): Promise<number[]> {
  const { problem, expected } = await settledCrowd();
  const { lattice, steps, horizon, start, hamiltonian } = problem;
  const one = [new Float64Array(lattice.n).fill(1), new Float64Array(lattice.n)];
  const slopes = lattice.axes.map(() => new Float64Array(lattice.n));
  hamiltonian.at(horizon / 2, start.map(Math.log))(one, new Float64Array(lattice.n), slopes);
  const { nodes, step } = lattice.axes[0]!;
  return [
    ...[nodes, steps, step, steps / horizon, problem.diffusion(0), slopes[0]![0]!],
    ...[start, expected.end, ...expected.prices!].flatMap((field) => [...field]),
  ];
}

/** What comes out stands for a gradient: the mean and the covariance at the end. */
export function solving(part: SolvedPart): Contender | Promise<Contender> {
  return part === "crowd's sweep" ? sweeping() : whole(part);
}

function whole(game: SolvedGame): Contender {
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
