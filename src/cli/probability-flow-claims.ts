/** @file Claims about Fisher information: what it has to do with noise, to the digit, and the flow that is learned from bridges. */
import { registry } from "../catalogue/registry.ts";
import { exactOf } from "../engine/game/exact-problem.ts";
import { flowOf } from "../engine/learn/flow.ts";
import { solveOnGrid } from "../engine/solve/solve.ts";
import { createSolveSession } from "../engine/solve/solving.ts";
import { setPaths } from "../experiment/edit.ts";
import { presets } from "../experiment/presets.ts";
import { resolve } from "../experiment/resolve.ts";
import { add, mul, normSquared } from "../math/expressions/expression.ts";
import { RK4, uniformTimes } from "../math/integrators.ts";
import { random } from "../math/random.ts";
import { atMost, type Claim, floors, residuals, steps } from "./claim.ts";

interface Ends {
  readonly m0: number;
  readonly s0: number;
  readonly m1: number;
  readonly s1: number;
  readonly horizon: number;
  readonly sigma: number;
}

function drawnEnds(seed: number): Ends {
  const { uniform } = random(seed, "verify/fisher");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const law = () => [between(-2, 2), between(0.4, 1.2)] as const;
  const [[m0, s0], [m1, s1]] = [law(), law()];
  return { m0, s0, m1, s1, horizon: between(0.7, 1.5), sigma: between(0.4, 1.3) };
}

/** ½E∫|v|² of the Schrödinger bridge (docs/mathematics.md, Schrödinger bridge), with the entropies of its ends: what the flow has to pay. */
function dueBy({ m0, s0, m1, s1, horizon, sigma }: Ends): number {
  const spread = sigma ** 2 * horizon;
  const D = Math.sqrt(4 * s0 ** 2 * s1 ** 2 + spread ** 2);
  const energy =
    (0.5 * (m1 - m0) ** 2 + 0.5 * (s0 ** 2 + s1 ** 2 - D)) / horizon - (sigma ** 2 / 2) * Math.log((D - spread) / (2 * s0 ** 2));
  return energy + (sigma ** 2 / 2) * Math.log(s1 / s0);
}

/** Starts on an even grid of so many deviations to either side; their weights are those of the law. */
const STARTS = 241;
const REACH = 6;

/** Energy and Fisher information by the closed form, by sums over a grid, and as particles of the grid's flow pay them. */
async function paid(ends: Ends): Promise<readonly [number, number, number]> {
  const { m0, s0, m1, s1, horizon, sigma } = ends;
  const settings = {
    "data.params": { mean: [m1], covariance: [[s1 ** 2]] },
    "reference.params": { mean: [m0], covariance: [[s0 ** 2]] },
    "game.horizon": horizon,
    "game.interactions": [{ id: "fisher", params: { sigma } }],
  };
  const { experiment } = resolve(setPaths(presets.get("probability-flow-gaussian")?.experiment ?? {}, settings), "strict");
  if (experiment === null) throw new Error("The preset cannot be set up.");
  const session = createSolveSession(experiment, registry);
  while (session.used(0) < 1) await session.advance(0);
  const setup = session.setup();
  const [form, grid] = [exactOf(setup), await solveOnGrid(setup)];
  if ("reason" in form || "reason" in grid) throw new Error("The game has no solution to compare.");
  const { here, interactions } = setup.composed;
  const rate = interactions.reduce((total, each) => add(total, each.integrand(here)!), mul(0.5, normSquared(here.drift())));
  const step = (2 * REACH) / (STARTS - 1);
  const z = Array.from({ length: STARTS }, (_, i) => i * step - REACH);
  const start = Float32Array.from(z, (value) => m0 + s0 * value);
  const { integrals } = await flowOf(session).move(start, STARTS, uniformTimes(0, horizon, 48), [rate], { tableau: RK4 });
  const weights = z.map((value) => (step * Math.exp(-0.5 * value * value)) / Math.sqrt(2 * Math.PI));
  const byParticles = weights.reduce((total, weight, i) => total + weight * integrals[0]![i]!, 0);
  session.dispose();
  return [form.cost, grid.cost(), byParticles];
}

const identity: Claim = {
  name: "probability-flow-gaussian: energy and Fisher information against a bridge's energy and the entropies of its ends, five games",
  quick: false,
  async lines() {
    const worst = [0, 0, 0];
    for (let seed = 1; seed <= 5; seed++) {
      const ends = drawnEnds(seed);
      const due = dueBy(ends);
      (await paid(ends)).forEach((value, k) => (worst[k] = Math.max(worst[k]!, Math.abs(value / due - 1))));
    }
    return ["closed form", "grid", "particles"].map((by, k) => atMost(`by ${by}, relative`, worst[k], 1e-3));
  },
};

const moons: Claim = {
  name: "probability-flow-moons: samples and residual",
  quick: false,
  async lines({ measure }) {
    const run = await measure("probability-flow-moons", {});
    return [atMost("sliced W2, in floors", floors(run), 2), atMost("HJB residual, relative", residuals(run).particles.relative, 0.02)];
  },
};

const learned: Claim = {
  name: "probability-flow-matching: the flow learned from bridges against the closed form and the grid",
  quick: false,
  async lines({ measure }) {
    const line = await measure("probability-flow-gaussian", {
      "objective.id": "flow-matching",
      "objective.params": { coupling: "bridge", pairs: 256 },
      ...steps(1500),
    });
    const plane = await measure("probability-flow-matching", {});
    const { kineticEnergy, optimalEnergy } = plane.metrics;
    return [
      atMost("on the line: ∇U, relative", line.metrics.valueError?.gradient, 0.05),
      atMost("to two moons: kinetic energy against the grid's, relative", Math.abs((kineticEnergy ?? 0) / (optimalEnergy ?? 0) - 1), 0.05),
      atMost("to two moons: sliced W2, in floors", floors(plane), 1.5),
    ];
  },
};

export const probabilityFlowClaims: readonly Claim[] = [identity, moons, learned];
