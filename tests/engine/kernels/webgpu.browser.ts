/** @file The WGSL kernel in Chromium, on a software adapter where there is no GPU: against the wasm kernel and the definition. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type JetKernel, type NetworkShape, parameterBlocks, parameterCount } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { DeviceLost, findAdapter, type Gpu, openDevice } from "../../../src/engine/kernels/webgpu/device.ts";
import { CHUNK, createWebgpuKernel } from "../../../src/engine/kernels/webgpu/kernel.ts";
import { type Case, caseOf, relativeError } from "./cases.ts";
import { ownDevice, UNDER_NODE } from "./webgpu-device.ts";

let gpu: Gpu;
let module: WebAssembly.Module;
beforeAll(async () => {
  gpu = await ownDevice();
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

/** A drawn case with another network and other weights. */
function caseWith(seed: number, change: Partial<NetworkShape>): Case {
  const each = caseOf(seed, { width: 8, depth: 2, points: 12 });
  const shape = { ...each.shape, ...change };
  const theta = Float32Array.from({ length: parameterCount(shape) }, () => each.random.normal() / Math.sqrt(shape.width));
  return { ...each, shape, theta, title: `${each.title}, then ${JSON.stringify(change)}` };
}

describe("against the wasm kernel, which is measured against the definition", () => {
  // Nine seeds see every activation, every set of channels, both dimensions and both numbers of outputs; the last has all channels.
  test.each(UNDER_NODE ? [8] : [0, 1, 2, 3, 4, 5, 6, 7, 8])("random case %i", async (seed) => {
    await expectTwins(caseOf(seed, { width: 24, depth: 4, points: 150 }));
  });

  // 48: 4 × 8 blocks, 64: 8 × 8, 131: 4 × 4 with lanes to spare and a padded row, 256: one sample a tile.
  test.each(UNDER_NODE ? [131, 256] : [48, 64, 131, 256])("a network %i wide", async (width) => {
    await expectTwins(caseWith(width === 131 ? 6 : 5, { width, depth: 2, quadraticRank: 1 }));
  });

  test.skipIf(UNDER_NODE)("eight layers deep", async () => {
    await expectTwins(caseWith(3, { width: 16, depth: 8 }));
  });
});

const TINY: NetworkShape = { dimension: 1, outputs: 1, width: 6, depth: 1, activation: "tanh", fourier: 0, quadraticRank: 0 };
const VALUE = { gradient: false, time: false, second: "none" } as const;

test("a batch longer than a chunk, and one of none; gradients add up; the average can be asked", async () => {
  const [ours, theirs] = [createWebgpuKernel(TINY, gpu), createWasmKernel(TINY, module)];
  const { random } = caseOf(11, { width: 8, depth: 1, points: 1 });
  const n = CHUNK + 77;
  const points = Float32Array.from({ length: 2 * n }, () => random.normal());
  const weights = Float32Array.from(theirs.theta, () => random.normal());
  const results = [];
  for (const kernel of [ours, theirs]) {
    kernel.theta.fill(9);
    kernel.average.set(weights);
    const jets = new Float32Array(n);
    await kernel.forward({ n, points, channels: VALUE }, jets, true);
    kernel.theta.set(weights);
    await kernel.backward({ n: 0, points, channels: VALUE }, jets);
    await kernel.backward({ n, points, channels: VALUE }, jets);
    await kernel.backward({ n: 5, points, channels: VALUE }, jets);
    results.push({ jets, gTheta: kernel.gTheta });
  }
  expect(relativeError(results[0]!.jets, results[1]!.jets)).toBeLessThan(1e-5);
  // Sixteen thousand terms in f32, in another order.
  expect(relativeError(results[0]!.gTheta, results[1]!.gTheta)).toBeLessThan(1e-4);
  ours.dispose();
});

test("what is not finite stays so, and stays in its row", async () => {
  const kernel = createWebgpuKernel(TINY, gpu);
  kernel.theta.fill(0.5);
  const points = Float32Array.of(0, 0, NaN, 0, 1, Infinity, 2, 0);
  const jets = new Float32Array(4);
  await kernel.forward({ n: 4, points, channels: VALUE }, jets);
  expect([...jets].map(Number.isFinite)).toEqual([true, false, false, true]);
  await kernel.backward({ n: 4, points: new Float32Array(8), channels: VALUE }, Float32Array.of(0, NaN, 0, 0));
  expect(kernel.gTheta.every(Number.isNaN)).toBe(true);
  expect(kernel.update({ step: 1, rate: 1, beta1: 0, beta2: 0, epsilon: 1, clip: 0, ema: 0 })).toBeNaN();
  expect(kernel.theta.every((value) => value === 0.5)).toBe(true);
  kernel.theta[0] = NaN; // W₁: the value of every point passes through it
  await kernel.forward({ n: 4, points: new Float32Array(8).fill(1), channels: VALUE }, jets);
  expect(jets.every(Number.isNaN)).toBe(true);
  kernel.dispose();
});

test("every buffer is given back, and a kernel that was disposed of says so", async () => {
  const { device } = gpu;
  const alive = new Set<GPUBuffer>();
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      alive.delete(buffer);
      destroy();
    };
    alive.add(buffer);
    return buffer;
  };
  const kernel = createWebgpuKernel(TINY, gpu);
  const ask = (n: number) => kernel.forward({ n, points: new Float32Array(2 * n), channels: VALUE }, new Float32Array(n));
  await ask(10);
  await Promise.all([ask(500), ask(500), ask(20)]); // staging buffers in flight together, named ones outgrown
  await kernel.backward({ n: 10, points: new Float32Array(20), channels: VALUE }, new Float32Array(10), new Float32Array(10));
  expect(alive.size).toBeGreaterThan(5);
  const held = kernel.deviceBytes();
  for (let i = 0; i < 20; i++) await ask(500);
  expect(kernel.deviceBytes()).toBe(held);
  kernel.dispose();
  expect(alive.size).toBe(0);
  device.createBuffer = create;
  await expect(ask(10)).rejects.toThrow("disposed");
});

test("the device has all that its adapter gives, and a device that is let go says so", async () => {
  const adapter = await findAdapter(navigator.gpu);
  const { maxComputeWorkgroupStorageSize, maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const own = await openDevice(adapter);
  expect(own.device.limits).toMatchObject({ maxComputeWorkgroupStorageSize, maxStorageBufferBindingSize, maxBufferSize });
  const kernel = createWebgpuKernel(TINY, own);
  await kernel.forward({ n: 3, points: new Float32Array(6), channels: VALUE }, new Float32Array(3));
  own.check();
  own.device.destroy();
  expect(await own.lost).toMatch(/destroy/i);
  expect(() => own.check()).toThrow(DeviceLost);
  await expect(kernel.forward({ n: 3, points: new Float32Array(6), channels: VALUE }, new Float32Array(3))).rejects.toThrow(DeviceLost);
  kernel.dispose();
});
