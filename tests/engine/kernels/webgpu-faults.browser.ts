/** @file What goes wrong on a GPU is told: broken shaders, complaints on the side, a device that is lost. */
import { describe, expect, test } from "vitest";
import type { NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { compile, type Gpu, isSoftware } from "../../../src/engine/kernels/webgpu/device.ts";
import { contest } from "../../../src/engine/kernels/webgpu/contest.ts";
import { createWebgpuKernel } from "../../../src/engine/kernels/webgpu/kernel.ts";
import { lastingRoute, type RecoveredRoute } from "../../../src/engine/kernels/webgpu/recovery.ts";
import { ownDevice } from "./webgpu-device.ts";

const SHAPE: NetworkShape = { dimension: 1, outputs: 1, width: 5, depth: 2, activation: "softplus", fourier: 0, quadraticRank: 0 };
const CHANNELS = { gradient: true, time: false, second: "none" } as const;
const INPUT = { n: 7, points: Float32Array.from({ length: 14 }, (_, i) => Math.sin(i)), channels: CHANNELS };

async function jetsOf(kernel: { forward: ReturnType<typeof createWebgpuKernel>["forward"] }): Promise<Float32Array> {
  const jets = new Float32Array(14);
  await kernel.forward(INPUT, jets);
  return jets;
}

describe("a broken shader", () => {
  test("is named with the line that is wrong, every time", async () => {
    const gpu = await ownDevice();
    const layout = gpu.device.createBindGroupLayout({ entries: [] });
    const code = "@compute @workgroup_size(1)\nfn main() { let x: f32 = vec2<f32>(1.0); }";
    for (let i = 0; i < 2; i++) await expect(compile(gpu, code, "main", layout)).rejects.toThrow(/does not compile: .*let x: f32/s);
    gpu.check();
  });

  test("inside the kernel makes its answer fail, not zero", async () => {
    const gpu = await ownDevice();
    const create = gpu.device.createShaderModule.bind(gpu.device);
    gpu.device.createShaderModule = ({ code }) => create({ code: code.replace("jets_poison(sample);", "jets_poison();") });
    const kernel = createWebgpuKernel(SHAPE, gpu);
    await expect(jetsOf(kernel)).rejects.toThrow(/does not compile/);
    gpu.device.createShaderModule = create;
    expect((await jetsOf(kernel)).every(Number.isFinite)).toBe(true); // a failure is not remembered
    kernel.dispose();
  });
});

test("a complaint about somebody else's work on the device reaches the next question", async () => {
  const gpu = await ownDevice();
  const kernel = createWebgpuKernel(SHAPE, gpu);
  await jetsOf(kernel);
  gpu.device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  await gpu.device.queue.onSubmittedWorkDone(); // errors come back with answers
  await expect(jetsOf(kernel)).rejects.toThrow(/WebGPU reports/);
});

test("a software adapter is known for one, and never wins", async () => {
  const adapter = { info: { vendor: "google", architecture: "swiftshader", device: "", description: "", isFallbackAdapter: false } };
  expect(isSoftware(adapter as GPUAdapter)).toBe(true);
  const hardware = { info: { vendor: "nvidia", architecture: "hopper", device: "", description: "", isFallbackAdapter: false } };
  expect(isSoftware(hardware as GPUAdapter)).toBe(false);
  if (!(await ownDevice()).software) return; // a machine with a GPU: the race is open
  expect(await contest({ name: "wasm", milliseconds: 1e9 }, () => 0)).toMatchObject({ won: false, reason: /CPU/ });
});

test("a kernel that ends in the middle of an answer is no lost device: nothing is opened again", async () => {
  const gpu = await ownDevice();
  const told: RecoveredRoute[] = [];
  const unwanted = () => Promise.reject(new Error("another device was asked for"));
  const kernel = lastingRoute(gpu, unwanted, unwanted, (rerouted) => told.push(rerouted)).makeKernel(SHAPE);
  await jetsOf(kernel);
  const asked = jetsOf(kernel).then(
    () => "answered",
    (error: unknown) => (error as Error).message,
  );
  for (let k = 0; k < 4; k++) await Promise.resolve(); // the answer is on its way now
  kernel.dispose();
  expect(await asked).toBe("This kernel was disposed of.");
  expect(told).toEqual([]);
  gpu.check();
});

describe("a lost device", () => {
  test("is opened again, and the same weights go on; then wasm takes over", async () => {
    const module = await loadWasmModule();
    const told: RecoveredRoute[] = [];
    const devices: Gpu[] = [await ownDevice(), await ownDevice()];
    const next = () => {
      const gpu = devices.shift();
      return gpu === undefined ? Promise.reject(new Error("no adapter")) : Promise.resolve(gpu);
    };
    const route = lastingRoute(
      await next(),
      next,
      () => Promise.resolve((shape) => createWasmKernel(shape, module)),
      (rerouted) => told.push(rerouted),
    );
    const kernel = route.makeKernel(SHAPE);
    const truth = createWasmKernel(SHAPE, module);
    kernel.theta.forEach((_, i) => (kernel.theta[i] = truth.theta[i] = Math.cos(i)));
    const gJets = new Float32Array(14).fill(0.1);
    const step = async (count: number) => {
      for (const each of [kernel, truth]) {
        await each.backward(INPUT, gJets);
        each.update({ step: count, rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1, ema: 0.9 });
      }
    };
    await step(1);
    const asked = step(2); // on its way when the device goes
    route.gpu()?.device.destroy();
    await asked;
    expect(told.map(({ to }) => to)).toEqual(["webgpu"]);
    route.gpu()?.device.destroy();
    await step(3);
    expect(told.map(({ to }) => to)).toEqual(["webgpu", "fallback"]);
    expect(route.gpu()).toBeNull();
    await step(4);
    kernel.theta.forEach((value, i) => expect(value).toBeCloseTo(truth.theta[i]!, 5));
    kernel.average.forEach((value, i) => expect(value).toBeCloseTo(truth.average[i]!, 5));
    kernel.dispose();
  });

  test("that nothing can replace is an error with its reason", async () => {
    const no = () => Promise.reject(new Error("nothing else here"));
    const route = lastingRoute(await ownDevice(), no, no, () => undefined);
    const kernel = route.makeKernel(SHAPE);
    route.gpu()?.device.destroy();
    await expect(jetsOf(kernel)).rejects.toThrow("nothing else here");
  });
});
