/**
 * @file The reference step through both kernels: same gradient, and how many times faster the fused one is than tfjs wasm.
 *
 *     U = MLP 3-64-64-1 tanh,  batch 1024,  jets (U, ∂₁, ∂₂, ∂t, Δ) forward, their adjoint, one Adam step
 *
 * The ratio is printed, not asserted: this machine is shared. Both sides do the same work between the same typed arrays.
 */
import { dirname } from "node:path";
import { createRequire } from "node:module";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { ready, setBackend } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import type { JetKernel, NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { random } from "../../../src/math/random.ts";
import { relativeError } from "./cases.ts";

const SHAPE: NetworkShape = { dimension: 2, outputs: 1, width: 64, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 0 };
const N = 1024;
const ROUNDS = 5;

test("fused wasm against tfjs wasm on the reference step", async () => {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  await setBackend("wasm");
  await ready();
  const { normal } = random(1, "speed");
  const points = Float32Array.from({ length: 3 * N }, normal);
  const input = { n: N, points, channels: { gradient: true, time: true, second: "laplacian" } } as const;
  const theta = initialise(SHAPE, normal);
  const jets = new Float32Array(5 * N);
  const gJets = new Float32Array(5 * N);

  const gradient = async (kernel: JetKernel) => {
    await kernel.forward(input, jets);
    gJets.set(jets.map((value) => value / N)); // of ½ mean |J|²
    await kernel.backward(input, gJets);
  };
  const timed = async (kernel: JetKernel, steps: number) => {
    const times: number[] = [];
    for (let step = 1; step <= steps; step++) {
      const start = performance.now();
      await gradient(kernel);
      kernel.update({ step, rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1, ema: 0.99 });
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[times.length >> 1]!;
  };

  const fused = createWasmKernel(SHAPE, await loadWasmModule());
  const composed = createReferenceKernel(SHAPE);
  for (const kernel of [fused, composed]) {
    kernel.theta.set(theta);
    await gradient(kernel);
  }
  expect(relativeError(fused.gTheta, composed.gTheta)).toBeLessThan(1e-5);

  const times = { fused: [] as number[], composed: [] as number[] };
  await timed(fused, 40);
  await timed(composed, 4);
  for (let round = 0; round < ROUNDS; round++) {
    times.fused.push(await timed(fused, 20));
    times.composed.push(await timed(composed, 3));
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[ROUNDS >> 1]!;
  const [fast, slow] = [middle(times.fused), middle(times.composed)];
  expect(times.fused.every((t) => t > 0)).toBe(true);
  console.log(`reference step: fused wasm ${fast.toFixed(2)} ms, tfjs wasm eager ${slow.toFixed(1)} ms, ratio ${(slow / fast).toFixed(1)}`);
});
