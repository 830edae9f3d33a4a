/** @file Claims about gradient flows: closed form, grid and what is learned beside each other, the further ahead agents look and the less. */
import { registry } from "../catalogue/registry.ts";
import { type Setup, setUp } from "../engine/game/setup.ts";
import { solveOnGrid } from "../engine/solve/solve.ts";
import { atMost, type Claim, seconds } from "./claim.ts";

const EPSILONS = [1, 0.3, 0.1] as const;

/**
 * The error of finite differences is of order 1, so that twice the finer less the coarser is closer: from where it is of that order, which for
 * agents who hardly look ahead is on more nodes.
 */
const nodesFor = (epsilon: number): readonly [number, number] => (epsilon < 0.3 ? [128, 256] : [64, 128]);

/** Mean, variance and cost on a grid of so many nodes. */
async function onGrid(setup: Setup, nodes: number): Promise<readonly [number, number, number]> {
  const grid = await solveOnGrid(setup, { solver: "finite-differences", nodes });
  if ("slot" in grid) throw new Error(`The grid solver cannot: ${grid.reason}`);
  const { mean, covariance } = grid.moments(setup.experiment.game.horizon);
  return [mean[0]!, covariance[0]![0]!, grid.cost()];
}

const beside = (epsilon: number): Claim => ({
  name: `gradient flow at ε = ${String(epsilon)}: grid and learned against the closed form`,
  quick: false,
  async lines({ measure }) {
    const run = await measure("gradient-flow-gaussian", { "game.discount": 1 / epsilon, ...seconds(90) });
    const { metrics, exact, experiment } = run;
    if (!exact.known) throw new Error(`The closed form is not found: ${exact.reason}`);
    const setup = setUp(experiment, registry);
    const [few, many] = nodesFor(epsilon);
    const [coarse, fine] = [await onGrid(setup, few), await onGrid(setup, many)];
    const grid = fine.map((value, k) => 2 * value - coarse[k]!);
    const [mean, variance] = [exact.mean[0]!, exact.covariance[0]![0]!];
    // Means in units of the way: they end near 0.
    const way = Math.abs(mean - Number((experiment.reference.params["mean"] as readonly number[])[0]));
    return [
      atMost("two grids: mean, in units of its way", Math.abs(grid[0]! - mean) / way, 0.01),
      atMost("two grids: variance, relative", Math.abs(grid[1]! / variance - 1), 0.01),
      atMost("two grids: cost, relative", Math.abs(grid[2]! / (exact.cost ?? Number.NaN) - 1), 0.01),
      atMost("learned: mean, in units of its way", Math.abs((metrics.mean?.[0] ?? Number.NaN) - mean) / way, 0.05),
      atMost("learned: variance, relative", Math.abs((metrics.covariance?.[0]?.[0] ?? Number.NaN) / variance - 1), 0.05),
      atMost("learned: energy, relative", Math.abs((metrics.kineticEnergy ?? Number.NaN) / (exact.energy ?? Number.NaN) - 1), 0.05),
    ];
  },
});

export const gradientFlowClaims: readonly Claim[] = EPSILONS.map(beside);
