/** @file Kernel timings: the reference step on both routes, and how the fused one scales with channels, batch, width and depth. */
import { bench, describe } from "vitest";
import type { NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { REFERENCE, startTfjsWasm, stepOf } from "./reference-step.ts";

const wasmModule = await loadWasmModule();
await startTfjsWasm();

function fused(change: Partial<NetworkShape> = {}, n = 1024, channels?: Parameters<typeof stepOf>[2]) {
  const { step } = stepOf(createWasmKernel({ ...REFERENCE, ...change }, wasmModule), n, channels);
  return step;
}

describe("the reference step", () => {
  bench("fused wasm", fused());
  bench("tfjs wasm, eager", stepOf(createReferenceKernel(REFERENCE)).step, { iterations: 5 });
});

describe("fewer channels", () => {
  bench("value, gradient, time, Laplacian", fused());
  bench("value, gradient", fused({}, 1024, { gradient: true, time: false, second: "none" }));
  bench("value", fused({}, 1024, { gradient: false, time: false, second: "none" }));
});

describe("scaling", () => {
  bench("batch 1024", fused());
  bench("batch 8192", fused({}, 8192));
  bench("width 128", fused({ width: 128 }));
  bench("depth 3", fused({ depth: 3 }));
});
