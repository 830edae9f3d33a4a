/**
 * @file Ten thousand steps leave nothing behind: the wasm memory keeps its size, the JavaScript heap its level.
 *
 * The level is the least of five readings after a collection, and the slope is taken over the second half of the steps, when
 * compilers have finished. The last test leaks on purpose, so that this ruler is known to see it.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { JetInput, NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf } from "../experiment-of.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that are still reachable: heap and what hangs on it. Buffers are let go of between two turns of the event loop. */
async function level(): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

/** Bytes a step that stay, over the second half. */
async function slope(steps: number, step: () => void | Promise<void>): Promise<number> {
  for (let i = 0; i < steps / 2; i++) await step();
  const before = await level();
  for (let i = 0; i < steps / 2; i++) await step();
  return ((await level()) - before) / (steps / 2);
}

/** A retained number is 8 bytes, the smallest object 16. */
const BOUND = 8;

const SHAPE: NetworkShape = { dimension: 2, outputs: 1, width: 8, depth: 2, activation: "tanh", fourier: 1, quadraticRank: 1 };

async function trained() {
  const kernel = createWasmKernel(SHAPE, await loadWasmModule());
  const { normal } = random(1, "leaks");
  kernel.theta.set(Float32Array.from(kernel.theta, () => 0.3 * normal()));
  const input: JetInput = {
    n: 20,
    points: Float32Array.from({ length: 60 }, normal),
    channels: { gradient: true, time: true, second: "laplacian" },
  };
  const jets = new Float32Array(20 * 5);
  const gPoints = new Float32Array(20 * 2);
  let taken = 0;
  const step = (): void => {
    void kernel.forward(input, jets);
    void kernel.backward(input, jets, gPoints);
    kernel.update({ step: ++taken, rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1, ema: 0.99 });
  };
  return { kernel, step };
}

test("10,000 steps of the kernel", async () => {
  const { kernel, step } = await trained();
  const { byteLength } = kernel.theta.buffer;
  expect(await slope(10_000, step)).toBeLessThan(BOUND);
  expect(kernel.theta.buffer.byteLength).toBe(byteLength);
});

test("10,000 steps of a session", async () => {
  const session = await sessionOf({
    model: "score-diffusion",
    data: { id: "moons" },
    network: { width: 8 },
    training: { batch: 16, stop: { steps: 10_000 } },
  });
  // Its history doubles its room once in the second half, from 8,192 rows of three f32 to 16,384, and then no more.
  const history = (8192 * 3 * 4) / 5000;
  const step = async () => {
    await session.advance(0);
  };
  expect(await slope(10_000, step)).toBeLessThan(history + BOUND);
});

test("the ruler sees a leak of one small object a step", async () => {
  const { step } = await trained();
  const kept: { readonly at: number }[] = [];
  const leaking = (): void => {
    step();
    kept.push({ at: kept.length });
  };
  expect(await slope(10_000, leaking)).toBeGreaterThan(BOUND);
  expect(kept).toHaveLength(10_000);
});
