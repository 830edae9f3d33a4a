/**
 * @file A step of usual size through both kernels: one gradient. How much faster the fused one is says `npm run bench`.
 *
 *     U = MLP 3-64-64-1 tanh,  batch 1024,  jets (U, ∂₁, ∂₂, ∂t, Δ) forward, gJ = J / n, their adjoint
 */
import { dirname } from "node:path";
import { createRequire } from "node:module";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { ready, removeBackend, setBackend } from "@tensorflow/tfjs-core";
import { afterAll, expect, test } from "vitest";
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import { channelCount, type JetChannels, type JetKernel, type NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { random } from "../../../src/math/random.ts";
import { relativeError } from "./cases.ts";

const REFERENCE: NetworkShape = {
  dimension: 2,
  outputs: 1,
  width: 64,
  depth: 2,
  activation: "tanh",
  fourier: 0,
  quadraticRank: 0,
};

const FULL: JetChannels = { gradient: true, time: true, second: "laplacian" };

/** Forward and adjoint; the gradient is left in gTheta. */
async function gradientOf(kernel: JetKernel, n = 1024): Promise<void> {
  const { normal } = random(1, "reference step");
  initialise(kernel.shape, normal, {}, kernel.theta);
  const input = { n, points: Float32Array.from({ length: 3 * n }, normal), channels: FULL };
  const jets = new Float32Array(n * channelCount(kernel.shape, FULL));
  await kernel.forward(input, jets);
  await kernel.backward(
    input,
    jets.map((value) => value / n),
  );
}

/** tfjs on its wasm backend, in Node. */
async function startTfjsWasm(): Promise<void> {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  if (!(await setBackend("wasm"))) throw new Error("tfjs wasm did not start");
  await ready();
}

// Files of one thread share TensorFlow.js.
afterAll(() => {
  removeBackend("wasm");
});

test("fused wasm has the gradient of tfjs wasm on the reference step", async () => {
  await startTfjsWasm();
  const fused = createWasmKernel(REFERENCE, await loadWasmModule());
  const composed = createReferenceKernel(REFERENCE);
  await gradientOf(fused);
  await gradientOf(composed);
  expect(relativeError(fused.gTheta, composed.gTheta)).toBeLessThan(1e-5);
});
