/** @file The WGSL kernel in Chromium, on a software adapter where there is no GPU: against the wasm kernel and the definition. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type JetKernel, parameterBlocks } from "../../../src/engine/kernels/jets.ts";
import { selfTest } from "../../../src/engine/kernels/self-test.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { type Gpu, openDevice } from "../../../src/engine/kernels/webgpu/device.ts";
import { createWebgpuKernel } from "../../../src/engine/kernels/webgpu/kernel.ts";
import { type Case, caseOf, relativeError } from "./cases.ts";

let gpu: Gpu;
let module: WebAssembly.Module;
beforeAll(async () => {
  gpu = await openDevice(() => import("@tensorflow/tfjs-backend-webgpu"));
  module = await loadWasmModule();
});
afterAll(() => {
  gpu.check();
});

async function answers(kernel: JetKernel, { theta, input, gJets, columns, shape }: Case) {
  kernel.theta.set(theta);
  const jets = new Float32Array(input.n * columns);
  const gPoints = new Float32Array(input.n * shape.dimension);
  await kernel.forward(input, jets);
  await kernel.backward(input, gJets, gPoints);
  const gTheta = kernel.gTheta.slice();
  kernel.dispose();
  return { jets, gPoints, gTheta };
}

async function expectTwins(each: Case): Promise<void> {
  const want = await answers(createWasmKernel(each.shape, module), each);
  const got = await answers(createWebgpuKernel(each.shape, gpu), each);
  expect(relativeError(got.jets, want.jets), `${each.title}: jets`).toBeLessThan(1e-5);
  expect(relativeError(got.gPoints, want.gPoints), `${each.title}: points`).toBeLessThan(2e-5);
  for (const { name, offset, rows, columns } of parameterBlocks(each.shape)) {
    const block = (values: Float32Array) => values.subarray(offset, offset + rows * columns);
    expect(relativeError(block(got.gTheta), block(want.gTheta)), `${each.title}: ${name}`).toBeLessThan(2e-5);
  }
}

test("the kernel passes its self-test", async () => {
  const report = await selfTest((shape) => createWebgpuKernel(shape, gpu));
  expect(report.rows.filter((row) => !row.ok)).toEqual([]);
});

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])("random case %i is the wasm kernel's twin", async (seed) => {
  await expectTwins(caseOf(seed, { width: 24, depth: 4, points: 150 }));
});
