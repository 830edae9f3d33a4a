/**
 * @file Costs of the crowd along the paths and at their end: the gradient in the weights against finite differences of the loss, on
 * line and plane, pushed and pulled; and what a Nash player holds fixed.
 */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { JetKernel } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { build } from "../../../src/engine/learn/built.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { planOf } from "../../../src/engine/game/terms-of.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";

const module = await loadWasmModule();

/** The loss at the weights, and its gradient in gTheta, of the first step's draws. */
function lossOf(partial: Readonly<Record<string, unknown>>): { kernel: JetKernel; loss: () => Promise<number> } {
  const experiment = experimentOf(partial);
  const setup = setUp(experiment, registry);
  const kernel = createWasmKernel(setup.shape, module);
  const stream = random(3, "weights");
  for (let i = 0; i < kernel.theta.length; i++) kernel.theta[i] = 0.5 * stream.normal();
  kernel.average.set(kernel.theta);
  const built = build(setup, planOf(setup, registry), [kernel]);
  return {
    kernel,
    async loss() {
      kernel.gTheta.fill(0);
      let total = 0;
      for (const step of built.phases.flatMap(({ steps }) => steps)) {
        const parts = new Float64Array(step.names.length);
        await step.run(1, setup.uniforms, parts);
        total += parts.reduce((a, b) => a + b, 0);
      }
      return total;
    },
  };
}

/** Directional derivatives along random directions: differences against the gradient, relative to the gradient's length. */
async function worst(partial: Readonly<Record<string, unknown>>): Promise<number> {
  const { kernel, loss } = lossOf(partial);
  await loss();
  const g = Float64Array.from(kernel.gTheta);
  const theta = kernel.theta.slice();
  const stream = random(5, "directions");
  const length = Math.hypot(...g);
  expect(length).toBeGreaterThan(0);
  let most = 0;
  for (let trial = 0; trial < 4; trial++) {
    const direction = Float64Array.from(theta, () => stream.normal());
    const size = Math.hypot(...direction);
    const h = 4e-3;
    const at = async (s: number) => {
      for (let i = 0; i < theta.length; i++) kernel.theta[i] = theta[i]! + (s * h * direction[i]!) / size;
      return loss();
    };
    const slope = (8 * ((await at(1)) - (await at(-1))) - ((await at(2)) - (await at(-2)))) / (12 * h);
    const expected = g.reduce((sum, v, i) => sum + (v * direction[i]!) / size, 0);
    most = Math.max(most, Math.abs(slope - expected) / (length / Math.sqrt(theta.length)));
  }
  return most;
}

const small = {
  network: { width: 8, depth: 2, output: "potential", activation: "tanh" },
  training: { batch: 24 },
  objective: { id: "roll-out", params: { integrator: "rk4", steps: 2 } },
};
const line = { id: "gaussian", params: { mean: [1], covariance: [[0.5]] } };
const plane = {
  id: "gaussian",
  params: {
    mean: [1, 0.5],
    covariance: [
      [0.5, 0.1],
      [0.1, 0.4],
    ],
  },
};
const game = (interactions: readonly unknown[], terminal: unknown = { id: "reverse-kl", params: { weight: 1 } }) => ({
  interactions,
  terminal,
});
const noHjb = { hjb: { weight: 0 } };
const hjb = { hjb: { weight: 0.3, norm: "l2", points: "particles" } };

const INTERACTIONS: readonly (readonly [string, unknown])[] = [
  ["entropy", { id: "entropy", params: { weight: 0.7 } }],
  ["potential energy", { id: "potential-energy", params: { weight: 2, x: 0.3, y: -0.2 } }],
  ["obstacle", { id: "obstacle", params: { height: 3, radius: 0.8, x: 0.4, y: 0 } }],
  ["social attraction", { id: "mean-attraction", params: { weight: 2, share: 0.6, kind: "social" } }],
  ["kernel congestion", { id: "kernel-congestion", params: { weight: 3, radius: 0.7 } }],
];

describe.each([["line", line] as const, ["plane", plane] as const])("on the %s", (_where, data) => {
  it.each(INTERACTIONS)("%s: the gradient of pushed costs is that of the loss", async (_name, interaction) => {
    expect(await worst({ model: "ot-flow", data, ...small, game: game([interaction]), regularisers: noHjb })).toBeLessThan(0.02);
  });

  it.each(["mmd", "energy-distance", "l2", "jeffreys", "sliced-w2", "frechet"])(
    "%s: the gradient of the end cost is that of the loss",
    async (id) => {
      const terminal = { id, params: { weight: 5 } };
      expect(await worst({ model: "ot-flow", data, ...small, game: game([], terminal), regularisers: noHjb })).toBeLessThan(0.02);
    },
  );
});

it("several at once, with the HJB residual that reads their prices", async () => {
  const interactions = INTERACTIONS.map(([, interaction]) => interaction);
  expect(await worst({ model: "ot-flow", data: plane, ...small, game: game(interactions), regularisers: hjb })).toBeLessThan(0.03);
});

it("entropy on pulled paths: log ρ is read from the data's end", async () => {
  const terminal = { id: "forward-kl", params: { weight: 1 } };
  const interaction = { id: "entropy", params: { weight: 0.7 } };
  expect(await worst({ model: "ot-flow", data: plane, ...small, game: game([interaction], terminal), regularisers: hjb })).toBeLessThan(
    0.03,
  );
});

it("a Nash player holds the mean fixed: with share 0 the switch changes nothing, otherwise the gradients differ", async () => {
  const gradientOf = async (kind: string, share: number) => {
    const { kernel, loss } = lossOf({
      model: "ot-flow",
      data: plane,
      ...small,
      game: game([{ id: "mean-attraction", params: { weight: 2, share, kind } }]),
      regularisers: noHjb,
    });
    const value = await loss();
    return { value, g: Float64Array.from(kernel.gTheta) };
  };
  const apart = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((v, i) => v - b[i]!)) / Math.hypot(...a);
  const [free, bound] = [await gradientOf("nash", 0.6), await gradientOf("social", 0.6)];
  expect(free.value).toBeCloseTo(bound.value, 10);
  expect(apart(free.g, bound.g)).toBeGreaterThan(1e-3);
  const [none, neither] = [await gradientOf("nash", 0), await gradientOf("social", 0)];
  expect(apart(none.g, neither.g)).toBeLessThan(1e-6);
});
