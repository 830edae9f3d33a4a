/** @file Fisher information on a grid, traded for noise: against closed forms, and where there is none against its own equation and end. */
import { expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp, type Setup } from "../../../src/engine/game/setup.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { LIVE } from "../../../src/engine/measure/subject.ts";
import type { GridSolution } from "../../../src/engine/solve/grid-solution.ts";
import { solveOnGrid } from "../../../src/engine/solve/solve.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf } from "../experiment-of.ts";

const stream = random(3, "test");
const draw = (low: number, high: number): number => low + (high - low) * stream.uniform();
const law = (d: 1 | 2) => ({
  id: "gaussian",
  params: {
    mean: Array.from({ length: d }, () => draw(-1, 1)),
    covariance:
      d === 1
        ? [[draw(0.3, 0.8)]]
        : [
            [draw(0.4, 0.8), 0.15],
            [0.15, draw(0.4, 0.8)],
          ],
  },
});

async function solved(game: Readonly<Record<string, unknown>>, d: 1 | 2, nodes: number): Promise<{ setup: Setup; found: GridSolution }> {
  const given = { model: "probability-flow", data: law(d), reference: law(d), game: { horizon: draw(0.8, 1.2), ...game } };
  const setup = setUp(resolve(given, "strict").draft!, registry);
  const found = await solveOnGrid(setup, { nodes });
  if ("slot" in found) throw new Error(found.reason);
  return { setup, found };
}

const fisher = (sigma: number) => ({ id: "fisher", params: { sigma } });
const noise = { id: "constant-noise", params: { sigma: 0.5 } };
const divergence = { id: "reverse-kl", params: { weight: 4 } };

it.each([
  ["prescribed", 1, 192, { interactions: [fisher(0.8)] }],
  ["of another weight", 1, 192, { interactions: [fisher(0.8)], lagrangian: { id: "kinetic", params: { weight: 1.8 } } }],
  ["twice", 1, 192, { interactions: [fisher(0.6), fisher(0.5)] }],
  ["reverse KL", 1, 192, { interactions: [fisher(0.8)], terminal: divergence }],
  ["shaken besides", 1, 192, { interactions: [fisher(0.8)], dynamics: noise }],
  ["shaken besides, reverse KL", 1, 192, { interactions: [fisher(0.8)], dynamics: noise, terminal: divergence }],
  ["in the plane", 2, 40, { interactions: [fisher(0.8)] }],
] as const)("%s: the closed form", async (_, d, nodes, game) => {
  const { setup, found } = await solved(game, d, nodes);
  const form = exactOf(setup);
  if ("reason" in form) throw new Error(form.reason);
  expect(found.found.converged).toBe(true);
  const { horizon } = setup.experiment.game;
  for (const share of [0, 0.3, 1]) {
    const x = Array.from({ length: d }, () => draw(-0.8, 0.8));
    const [here, truth] = [found.value(x, share * horizon), form.value(x, share * horizon)];
    expect(here.U).toBeCloseTo(truth.U, 4);
    expect(here.density).toBeCloseTo(truth.density, 5);
    here.gradient.forEach((slope, k) => expect(slope).toBeCloseTo(truth.gradient[k]!, 4));
    const { residual, velocity } = await found.at(["residual", "velocity"], Float32Array.from(x), 1, share * horizon);
    expect(Math.abs(residual![0]!)).toBeLessThan(2e-3 * (1 + Math.abs(truth.dt)));
    const flow = new Float64Array(d);
    form.velocity(x, 1, share * horizon, flow);
    flow.forEach((value, k) => expect(velocity![k]).toBeCloseTo(value, 4));
  }
  expect(found.cost()).toBeCloseTo(form.cost, 3);
  expect(found.energy).toBeCloseTo(form.energy!, 3);
});

it.each([
  ["cross-entropy", { id: "cross-entropy", params: { weight: 0.8 } }],
  ["forward KL", { id: "forward-kl", params: { weight: 1 } }],
  ["MMD", { id: "mmd", params: { weight: 2 } }],
])("%s: its own equation and price, with entropy on the way", async (_, terminal) => {
  const { setup, found } = await solved({ interactions: [{ id: "entropy", params: { weight: 0.2 } }, fisher(0.9)], terminal }, 1, 160);
  expect(found.found.converged).toBe(true);
  const { horizon } = setup.experiment.game;
  const x = Float32Array.of(-0.4, 0.1, 0.5);
  for (const share of [0.25, 0.5]) {
    const { residual } = await found.at(["residual"], x, 3, share * horizon);
    const size = Math.max(...Array.from(x, (at) => Math.abs(found.value([at], share * horizon).dt)));
    expect(Math.max(...Array.from(residual!, Math.abs)) / (1 + size)).toBeLessThan(5e-3);
  }
  if (terminal.id === "mmd") return;
  const ends = Array.from(x, (at) => {
    const log = new Float64Array(1);
    setup.data!.logDensity!([at], 1, log);
    const { U, density } = found.value([at], horizon);
    return U - (terminal.id === "cross-entropy" ? -0.8 * log[0]! : -Math.exp(log[0]!) / density);
  });
  ends.forEach((miss) => expect(Math.abs(miss)).toBeLessThan(1e-4));
});

it("as a run: particles of the flow end like the data, and the ruler reads the price of the crowd's density", async () => {
  const session = await sessionOf({ model: "probability-flow", data: law(1), reference: law(1) });
  while (session.used(0) < 1) await session.advance(0);
  const { metrics, failed } = await measure(session, ["valueError", "hjbResidual", "kineticEnergy", "optimalEnergy", "nllGap"], LIVE);
  expect(failed).toEqual({});
  expect(metrics.hjbResidual!.particles.relative).toBeLessThan(2e-3);
  expect(metrics.valueError!.gradient).toBeLessThan(1e-4);
  expect(Math.abs(metrics.nllGap!)).toBeLessThan(1e-6);
  expect(Math.abs(metrics.kineticEnergy! / metrics.optimalEnergy! - 1)).toBeLessThan(0.1);
  session.dispose();
});
