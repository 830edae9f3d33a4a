/**
 * @file The step by which kernels are compared.
 *
 *     U = MLP 3-64-64-1 tanh,  batch 1024,  jets (U, ∂₁, ∂₂, ∂t, Δ) forward, gJ = J / n, their adjoint, one Adam step
 */
import { dirname } from "node:path";
import { createRequire } from "node:module";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { ready, setBackend } from "@tensorflow/tfjs-core";
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import { channelCount, type JetChannels, type JetKernel, type NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { random } from "../../../src/math/random.ts";

export const REFERENCE: NetworkShape = {
  dimension: 2,
  outputs: 1,
  width: 64,
  depth: 2,
  activation: "tanh",
  fourier: 0,
  quadraticRank: 0,
};

const FULL: JetChannels = { gradient: true, time: true, second: "laplacian" };

export interface Step {
  /** Forward and adjoint; the gradient stays in gTheta. */
  gradient(): Promise<void>;
  step(): Promise<void>;
}

export function stepOf(kernel: JetKernel, n = 1024, channels = FULL): Step {
  const { normal } = random(1, "reference step");
  initialise(kernel.shape, normal, {}, kernel.theta);
  const input = { n, points: Float32Array.from({ length: 3 * n }, normal), channels };
  const jets = new Float32Array(n * channelCount(kernel.shape, channels));
  const gJets = new Float32Array(jets.length);
  let step = 0;
  const gradient = async () => {
    await kernel.forward(input, jets);
    for (let i = 0; i < jets.length; i++) gJets[i] = jets[i]! / n;
    await kernel.backward(input, gJets);
  };
  return {
    gradient,
    async step() {
      await gradient();
      kernel.update({ step: ++step, rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1, ema: 0.99 });
    },
  };
}

/** tfjs on its wasm backend, in Node. */
export async function startTfjsWasm(): Promise<void> {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  if (!(await setBackend("wasm"))) throw new Error("tfjs wasm did not start");
  await ready();
}

/** Median milliseconds of a step. */
export async function medianTime({ step }: Step, steps: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  return median(times);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
