/** @file The fast build in Chromium, which has relaxed SIMD: as right as the repeatable one, and itself the same every time. */
import { expect, test } from "vitest";
import { selfTest } from "../../../src/engine/kernels/self-test.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule, runsFastBuild } from "../../../src/engine/kernels/wasm/module.ts";
import { caseOf, relativeError } from "./cases.ts";

test("the fast build passes the self-test", async () => {
  expect(runsFastBuild()).toBe(true);
  const module = await loadWasmModule("fast");
  const report = await selfTest((shape) => createWasmKernel(shape, module));
  expect(report.rows.filter((row) => !row.ok)).toEqual([]);
});

test("the fast build is the repeatable one's twin, and repeats itself", async () => {
  const modules = { repeatable: await loadWasmModule(), fast: await loadWasmModule("fast") };
  for (let seed = 20; seed < 34; seed++) {
    const { shape, theta, input, gJets, columns, title } = caseOf(seed, { width: 40, depth: 3, points: 60 });
    const [fast, again, repeatable] = (["fast", "fast", "repeatable"] as const).map((build) => {
      const kernel = createWasmKernel(shape, modules[build]);
      kernel.theta.set(theta);
      const jets = new Float32Array(input.n * columns);
      void kernel.forward(input, jets);
      void kernel.backward(input, gJets);
      return { jets, gTheta: kernel.gTheta.slice() };
    });
    expect(again, title).toEqual(fast);
    expect(relativeError(fast!.jets, repeatable!.jets), title).toBeLessThan(1e-5);
    expect(relativeError(fast!.gTheta, repeatable!.gTheta), title).toBeLessThan(1e-5);
  }
});
