/** @file The kernels in Chromium: wasm from its module, and its twin on tfjs WebGPU (a software adapter without a GPU). */
import "@tensorflow/tfjs-backend-webgpu";
import { memory, ready, setBackend } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { selfTest } from "../../../src/engine/kernels/self-test.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { caseOf, relativeError } from "./cases.ts";

test("the wasm kernel passes its self-test", async () => {
  const module = await loadWasmModule();
  const report = await selfTest(
    (shape) => createWasmKernel(shape, module),
    () => performance.now(),
  );
  expect(report.rows.filter((row) => !row.ok)).toEqual([]);
  console.log(`self-test of the wasm kernel in Chromium: ${report.milliseconds?.toFixed(0) ?? "?"} ms`);
});

test("the reference kernel on WebGPU is the wasm kernel's twin", async () => {
  expect(await setBackend("webgpu")).toBe(true);
  await ready();
  const module = await loadWasmModule();
  for (const seed of [5, 6, 7]) {
    const each = caseOf(seed, { width: 8, depth: 2, points: 16 });
    const { shape, input, gJets, columns } = each;
    const results = [];
    for (const kernel of [createWasmKernel(shape, module), createReferenceKernel(shape)]) {
      kernel.theta.set(each.theta);
      const jets = new Float32Array(input.n * columns);
      const gPoints = new Float32Array(input.n * shape.dimension);
      const before = memory().numTensors;
      await kernel.forward(input, jets);
      await kernel.backward(input, gJets, gPoints);
      expect(memory().numTensors).toBe(before);
      results.push({ jets, gPoints, gTheta: kernel.gTheta });
    }
    const [wasm, webgpu] = results as [(typeof results)[0], (typeof results)[0]];
    // WGSL promises its sine to 2⁻¹¹ only, so a network with waves cannot be closer than that.
    const tolerance = shape.fourier > 0 ? 4e-3 : 5e-5;
    expect(relativeError(webgpu.jets, wasm.jets), each.title).toBeLessThan(tolerance);
    expect(relativeError(webgpu.gTheta, wasm.gTheta), each.title).toBeLessThan(tolerance);
    expect(relativeError(webgpu.gPoints, wasm.gPoints), each.title).toBeLessThan(tolerance);
  }
});
