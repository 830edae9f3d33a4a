/** @file Claims about the regularised proximal: its closed form beside the grid and what is learned, and kernels that copy or do not. */
import { registry } from "../catalogue/registry.ts";
import { setUp } from "../engine/game/setup.ts";
import { solveOnGrid } from "../engine/solve/solve.ts";
import { random } from "../math/random.ts";
import { atLeast, atMost, type Claim, steps } from "./claim.ts";

const DRAWS = [1, 2, 3, 4, 5];

/** A spring at the end, a noise, a horizon and where the crowd starts. */
function drawn(seed: number): Readonly<Record<string, unknown>> {
  const { uniform } = random(seed, "verify/proximal");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const centre = between(0.5, 2);
  return {
    "data.params": { mean: [centre], covariance: [[0.5]] },
    "reference.params": { mean: [between(-2, -0.5)], covariance: [[between(0.4, 1) ** 2]] },
    "game.horizon": between(0.7, 1.5),
    "game.dynamics.params.sigma": between(0.4, 1),
    "game.terminal.params": { weight: between(0.5, 3), x: centre, y: 0 },
  };
}

/** By costates of simulated paths, in place of the grid; drawn with steps so short that they blur nothing. */
const LEARNED = {
  "objective.id": "adjoint-matching",
  "objective.params": { integrator: "euler-maruyama", steps: 24 },
  "network.width": 24,
  "network.depth": 2,
  "network.quadraticRank": 2,
  "training.batch": 256,
  "training.warmup": 20,
  "training.optimiser.params.rate": 0.01,
  "sampling.steps": 256,
  ...steps(600),
};

const closedForm: Claim = {
  name: "proximal-gaussian: the closed form beside the grid and what is learned, five games",
  quick: false,
  async lines({ measure }) {
    const [grid, learned] = [
      [0, 0, 0],
      [0, 0],
    ];
    for (const seed of DRAWS) {
      const draw = drawn(seed);
      const solved = await measure("proximal-gaussian", draw);
      const { exact, experiment } = solved;
      if (!exact.known) throw new Error(`The closed form is not found: ${exact.reason}`);
      const onGrid = await solveOnGrid(setUp(experiment, registry), { solver: "scaling" });
      if ("slot" in onGrid) throw new Error(`The grid solver cannot: ${onGrid.reason}`);
      const [mean, variance] = [exact.mean[0]!, exact.covariance[0]![0]!];
      // Means in units of the way.
      const way = Math.abs(mean - Number((experiment.reference.params["mean"] as readonly number[])[0]));
      const there = onGrid.moments(experiment.game.horizon);
      const missed = [
        Math.abs(there.mean[0]! - mean) / way,
        Math.abs(there.covariance[0]![0]! / variance - 1),
        Math.abs(onGrid.cost() / (exact.cost ?? Number.NaN) - 1),
      ];
      missed.forEach((value, k) => (grid[k] = Math.max(grid[k]!, value)));
      const { metrics } = await measure("proximal-gaussian", { ...draw, ...LEARNED });
      learned[0] = Math.max(learned[0]!, Math.abs((metrics.mean?.[0] ?? Number.NaN) - mean) / way);
      learned[1] = Math.max(learned[1]!, Math.abs((metrics.covariance?.[0]?.[0] ?? Number.NaN) / variance - 1));
    }
    return [
      atMost("grid: mean, in units of its way", grid[0], 0.01),
      atMost("grid: variance, relative", grid[1], 0.01),
      atMost("grid: cost, relative", grid[2], 0.01),
      atMost("learned: mean, in units of its way", learned[0], 0.05),
      atMost("learned: variance, relative", learned[1], 0.05),
    ];
  },
};

const kernels: Claim = {
  name: "kernels: narrow ones copy, a width that is learned does not, local precisions are closer to the law",
  quick: false,
  async lines({ measure }) {
    const narrow = await measure("proximal-memorises", {});
    const cured = await measure("proximal-cured", {});
    const local = await measure("proximal-local", {});
    const one = await measure("proximal-local", { "objective.params.precisions": "one" });
    return [
      atMost("nearest-point ratio, width .01", narrow.metrics.memorisation, 0.3),
      atLeast("nearest-point ratio, width learned", cured.metrics.memorisation, 0.8),
      atMost("NLL gap, width learned, nats", cured.metrics.nllGap, 1),
      atLeast(
        "pinwheel: NLL gap with one width, less that with local precisions, nats",
        (one.metrics.nllGap ?? Number.NaN) - (local.metrics.nllGap ?? Number.NaN),
        0.1,
      ),
    ];
  },
};

export const proximalClaims: readonly Claim[] = [closedForm, kernels];
