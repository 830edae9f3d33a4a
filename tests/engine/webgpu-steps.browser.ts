/** @file Whole training steps on the device against the same steps on the wasm kernels: losses, gradients, trajectories, repeats. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { parameterBlocks } from "../../src/engine/kernels/jets.ts";
import { type Gpu, watch } from "../../src/engine/kernels/webgpu/device.ts";
import { createFusedSteps } from "../../src/engine/kernels/webgpu/steps/fused-steps.ts";
import { createWasmKernel } from "../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../src/engine/kernels/wasm/module.ts";
import type { KernelFactory } from "../../src/engine/session.ts";
import { termsOf } from "../../src/engine/terms-of.ts";
import { random } from "../../src/math/random.ts";
import { relativeError } from "./kernels/cases.ts";
import { sessionOf } from "./experiment-of.ts";

const data = { id: "ring-mixture" };
const small = { network: { width: 8, depth: 2 }, training: { batch: 20 } };
const field = { network: { width: 10, depth: 2, output: "field" }, training: { batch: 20 } };
const l2 = { norm: "l2", ramp: 0 };
const brief = { integrator: "midpoint", steps: 2 };

/** Every kind of term, route by route: name, experiment, dispatches a step. */
const CASES: readonly [string, Record<string, unknown>, number][] = [
  ["denoising score matching of a potential", { model: "score-diffusion", data, ...small }, 2],
  [
    "denoising with the residual at noised data and both ends, clipped",
    {
      model: "score-diffusion",
      data,
      ...small,
      training: { batch: 20, clip: 0.5 },
      regularisers: { hjb: { ...l2, weight: 0.5 }, terminal: { weight: 0.001 }, initial: { weight: 0.5 } },
    },
    5,
  ],
  [
    "the residual on the box, scaled, by its modulus",
    {
      model: "score-diffusion",
      data,
      ...small,
      regularisers: { hjb: { norm: "l1", scale: "log-snr", points: "box", weight: 0.5, ramp: 4 } },
    },
    3,
  ],
  ["implicit score matching of a field", { model: "score-diffusion", data, ...field, objective: { params: { kind: "implicit" } } }, 2],
  [
    "sliced score matching, variance exploding",
    { model: "score-diffusion", data, ...small, game: { dynamics: { id: "ve" } }, objective: { params: { kind: "sliced" } } },
    2,
  ],
  [
    "paths pulled from the data, running cost, the residual along them and the end condition",
    {
      model: "ot-flow",
      data,
      ...small,
      network: { width: 8, depth: 2, activation: "softplus" },
      objective: { params: { integrator: "rk4", steps: 2 } },
      regularisers: { hjb: l2, initial: { weight: 1 } },
    },
    2,
  ],
  [
    "paths pushed to a mixture, the residual along them and the end condition",
    {
      model: "ot-flow",
      data,
      ...small,
      game: { terminal: { id: "reverse-kl" } },
      objective: { params: brief },
      regularisers: { hjb: l2, terminal: { weight: 1 } },
    },
    2,
  ],
  [
    "paths with the residual on the box: two terms in a step",
    { model: "ot-flow", data, ...small, objective: { params: brief }, regularisers: { hjb: { ...l2, points: "box" } } },
    3,
  ],
  [
    "a field network with Fourier features",
    { model: "normalizing-flow", data, ...field, network: { width: 10, depth: 2, time: "fourier" }, objective: { params: brief } },
    2,
  ],
  [
    "noisy paths",
    {
      model: "ot-flow",
      data,
      ...small,
      game: { dynamics: { id: "constant-noise" }, terminal: { id: "cross-entropy" } },
      objective: { params: { integrator: "euler-maruyama", steps: 3 } },
      regularisers: { hjb: l2 },
      sampling: { method: "sde" },
    },
    2,
  ],
  [
    "a discounted game on the line, to Laplace data",
    {
      model: "ot-flow",
      data: { id: "laplace" },
      ...small,
      game: { discount: 0.7, terminal: { id: "reverse-kl" } },
      objective: { params: brief },
      regularisers: { hjb: l2 },
    },
    2,
  ],
];

let gpu: Gpu;
let factory: KernelFactory;

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error("no WebGPU adapter");
  gpu = watch(await adapter.requestDevice(), adapter);
  const module = await loadWasmModule();
  factory = (shape) => createWasmKernel(shape, module);
});
afterAll(() => {
  gpu.device.destroy();
});

const settings = (step: number, clip = 0) => ({ step, rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip, ema: 0.9 });

describe("one step", () => {
  for (const [name, partial, dispatches] of CASES)
    test(name, async () => {
      const session = await sessionOf(partial, factory);
      const setup = session.setup();
      const mirror = factory(setup.shape);
      const jitter = random(3, "jitter");
      const { theta } = session.network().kernel;
      for (let k = 0; k < theta.length; k++) theta[k]! += 0.1 * jitter.normal();
      mirror.theta.set(theta);
      const steps = createFusedSteps(gpu, setup, termsOf(setup, registry), () => performance.now());
      await steps.ready();
      steps.push(mirror);
      const [outcome] = await steps.submit([settings(1, setup.experiment.training.clip)], setup.uniforms);
      await steps.pull(mirror);
      await session.advance(0);
      const { first } = session.network().kernel.moments;
      const row = session.history().since(0);
      expect(steps.names()).toEqual(session.history().names);
      console.log(name, Array.from(row.subarray(2)), Array.from(outcome!.parts), outcome!.norm);
      for (const [k, part] of outcome!.parts.entries()) expect(part / row[2 + k]! - 1, steps.names()[k]).toBeCloseTo(0, 4);
      for (const block of parameterBlocks(setup.shape)) {
        const range = [block.offset, block.offset + block.rows * block.columns] as const;
        const error = relativeError(mirror.moments.first.subarray(...range), first.subarray(...range));
        console.log(block.name, error);
      }
      expect(steps.counters().dispatches - 1).toBe(dispatches);
      steps.dispose();
      session.dispose();
    });
});
