/** @file What Hopf and Lax's formula has found, as a solution among others: exact along lines, so nothing is read between nodes but g. */
import type { Setup } from "../../game/setup.ts";
import type { Solution } from "../../solution.ts";
import { type GridSolution, gridSolution } from "../grid-solution.ts";
import { type HopfLax, logDensityAtNodes, valuesAtNodes } from "./hopf-lax.ts";

export function hopfLaxSolution(setup: Setup, found: HopfLax): GridSolution {
  const { problem, crowd, U, logDensity } = found;
  return gridSolution(setup, {
    found: {
      solver: "hopf-lax",
      about:
        `Everybody goes straight to where it is cheapest to end: the lower envelope of parabolas, in one pass. ${saysOf(found)}`.trim(),
      ...{ problem, converged: true, iterations: 1, change: 0, steps: null },
    },
    slice: (t) => ({ U: valuesAtNodes(found, t), logDensity: logDensityAtNodes(found, t) }),
    prices: null,
    logDensities: [0, problem.horizon].map((t) => logDensityAtNodes(found, t)),
    energy: crowd.energy,
    motionCost: () => problem.weight * crowd.energy,
    atPoints: { U, logDensity, moments: (t) => crowd.moments(t), cost: crowd.cost, trajectories: lines(found) },
  });
}

const lines =
  ({ problem, goal }: HopfLax): Solution["trajectories"] =>
  (x0, n, times) => {
    const { lattice, horizon } = problem;
    const d = lattice.dimension;
    const out = new Float32Array(times.length * n * d);
    for (let i = 0; i < n; i++) {
      const x = Array.from(x0.subarray(i * d, (i + 1) * d));
      const y = goal(x);
      for (let k = 0; k < times.length; k++)
        for (let a = 0; a < d; a++) out[(k * n + i) * d + a] = x[a]! + (times[k]! / horizon) * (y[a]! - x[a]!);
    }
    return Promise.resolve(out);
  };

/** Shares of the crowd, of which it is said that they stand at one node. */
const GATHERED = 0.05;

/** Whether the crowd parts, and whether it gathers more closely than the grid shows; "" where it does neither. */
export function saysOf({ solved, crowd }: HopfLax): string {
  if (!solved) return "";
  const parts = crowd.parts > 0 ? `The crowd parts where U has a kink: neighbours land up to ${crowd.parts.toPrecision(2)} apart.` : "";
  const gathers =
    crowd.gathers > GATHERED
      ? `It gathers more closely than the grid shows: at the end ${(100 * crowd.gathers).toFixed(0)} % of it is at one node.`
      : "";
  return `${parts} ${gathers}`.trim();
}
