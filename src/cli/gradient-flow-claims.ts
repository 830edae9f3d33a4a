/** @file Claims about gradient flows: closed form, grid and what is learned beside each other, the further ahead agents look and the less. */
import { registry } from "../catalogue/registry.ts";
import { setUp } from "../engine/game/setup.ts";
import { solveOnGrid } from "../engine/solve/solve.ts";
import { atMost, type Claim, seconds } from "./claim.ts";

const EPSILONS = [1, 0.3, 0.1] as const;

/** Nodes on which finite differences settle at every ε of these. */
const NODES = 128;

const beside = (epsilon: number): Claim => ({
  name: `gradient flow at ε = ${String(epsilon)}: grid and learned against the closed form`,
  quick: false,
  async lines({ measure }) {
    const run = await measure("gradient-flow-gaussian", { "game.discount": 1 / epsilon, ...seconds(90) });
    const { metrics, exact, experiment } = run;
    if (!exact.known) throw new Error(`The closed form is not found: ${exact.reason}`);
    const grid = await solveOnGrid(setUp(experiment, registry), { solver: "finite-differences", nodes: NODES });
    if ("slot" in grid) throw new Error(`The grid solver cannot: ${grid.reason}`);
    const [mean, variance] = [exact.mean[0]!, exact.covariance[0]![0]!];
    // Means in units of the way: they end near 0.
    const way = Math.abs(mean - Number((experiment.reference.params["mean"] as readonly number[])[0]));
    const found = grid.moments(experiment.game.horizon);
    return [
      atMost("grid: mean, in units of its way", Math.abs(found.mean[0]! - mean) / way, 0.01),
      atMost("grid: variance, relative", Math.abs(found.covariance[0]![0]! / variance - 1), 0.01),
      atMost("grid: cost, relative", Math.abs(grid.cost() / (exact.cost ?? Number.NaN) - 1), 0.01),
      atMost("learned: mean, in units of its way", Math.abs((metrics.mean?.[0] ?? Number.NaN) - mean) / way, 0.05),
      atMost("learned: variance, relative", Math.abs((metrics.covariance?.[0]?.[0] ?? Number.NaN) / variance - 1), 0.05),
      atMost("learned: energy, relative", Math.abs((metrics.kineticEnergy ?? Number.NaN) / (exact.energy ?? Number.NaN) - 1), 0.05),
    ];
  },
});

export const gradientFlowClaims: readonly Claim[] = EPSILONS.map(beside);
