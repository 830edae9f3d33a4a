/** @file Weights on their way back from the device while something else happens: two who ask at once, a reset in between. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JetKernel } from "../../../../src/engine/kernels/jets.ts";
import { createReferenceKernel } from "../../../../src/engine/kernels/reference/kernel.ts";
import type { Gpu } from "../../../../src/engine/kernels/webgpu/device.ts";
import { createTrainingState } from "../../../../src/engine/learn/webgpu/state.ts";
import { ownDevice } from "../webgpu-device.ts";

const shape = { dimension: 2, outputs: 1, width: 6, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 0 } as const;

let gpu: Gpu;

beforeAll(async () => {
  gpu = await ownDevice();
});
afterAll(() => {
  gpu.device.destroy();
});

function fill(kernel: JetKernel, value: number): void {
  [kernel.theta, kernel.average, kernel.moments.first, kernel.moments.second].forEach((numbers, k) => numbers.fill(value + k));
}

const distinct = (kernel: JetKernel): number[][] =>
  [kernel.theta, kernel.average, kernel.moments.first, kernel.moments.second].map((numbers) => [...new Set(numbers)]);

test("a frame and a slider may ask for the weights at the same time", async () => {
  const kernel = createReferenceKernel(shape);
  const state = createTrainingState(gpu, shape);
  fill(kernel, 1);
  state.push(kernel);
  fill(kernel, 10);
  await Promise.all([state.pull(kernel), state.pull(kernel)]);
  expect(distinct(kernel)).toEqual([[1], [2], [3], [4]]);
  state.dispose();
});

test("a reset while the weights are on their way back is not undone by them", async () => {
  const kernel = createReferenceKernel(shape);
  const state = createTrainingState(gpu, shape);
  fill(kernel, 1);
  state.push(kernel);
  const late = state.pull(kernel);
  fill(kernel, 10);
  state.push(kernel);
  await late;
  expect(distinct(kernel)).toEqual([[10], [11], [12], [13]]);
  fill(kernel, 20);
  await state.pull(kernel);
  expect(distinct(kernel)).toEqual([[10], [11], [12], [13]]);
  state.dispose();
});
