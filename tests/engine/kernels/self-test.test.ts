/** @file The start-up self-test passes on good kernels, fails on a kernel that is wrong in one place, and is quick. */
import "@tensorflow/tfjs-backend-cpu";
import { ready, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { selfTest } from "../../../src/engine/kernels/self-test.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import type { JetKernel, NetworkShape } from "../../../src/engine/kernels/jets.ts";

const module = await loadWasmModule();

beforeAll(async () => {
  await setBackend("cpu");
  await ready();
});

test("wasm passes, and says how long it took", async () => {
  const report = await selfTest(
    (shape) => createWasmKernel(shape, module),
    () => performance.now(),
  );
  expect(report.rows.filter((row) => !row.ok)).toEqual([]);
  expect(report.rows.length).toBeGreaterThanOrEqual(30);
  expect(report.worst).toBeGreaterThan(0);
  expect(report.milliseconds).toBeGreaterThan(0);
  console.log(
    `self-test of the wasm kernel: worst error ${report.worst.toFixed(2)} of the tolerance, ${report.milliseconds?.toFixed(0) ?? ""} ms`,
  );
});

test("reference passes", async () => {
  const report = await selfTest(createReferenceKernel);
  expect(report.rows.filter((row) => !row.ok)).toEqual([]);
});

/** A kernel that is wrong in one number. */
function spoilt(part: "forward" | "backward", value: number): (shape: NetworkShape) => JetKernel {
  return (shape) => {
    const kernel = createWasmKernel(shape, module);
    return {
      ...kernel,
      forward(input, jets, averaged) {
        const done = kernel.forward(input, jets, averaged);
        if (part === "forward") jets[2]! += value;
        return done;
      },
      backward(input, gJets, gPoints) {
        const done = kernel.backward(input, gJets, gPoints);
        if (part === "backward") kernel.gTheta[3]! += value;
        return done;
      },
    };
  };
}

test.each([
  ["forward", 1e-3],
  ["backward", 1e-3],
  ["forward", NaN],
  ["backward", NaN],
] as const)("a kernel whose %s is off by %f fails", async (part, value) => {
  const report = await selfTest(spoilt(part, value));
  expect(report.ok).toBe(false);
  if (Number.isNaN(value)) expect(report.worst).toBeNaN();
});
