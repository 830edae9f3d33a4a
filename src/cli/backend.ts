/**
 * @file Where a run computes in Node: the fused wasm kernel, or the reference kernel on TensorFlow.js's cpu or WebGPU.
 *
 * `auto` takes wasm if the kernel passes its self-test on this machine, and else the reference on the cpu.
 */
import { existsSync } from "node:fs";
import { createReferenceKernel } from "../engine/kernels/reference/kernel.ts";
import { selfTest } from "../engine/kernels/self-test.ts";
import { loadWasmModule } from "../engine/kernels/wasm/module.ts";
import { createWasmKernel } from "../engine/kernels/wasm/kernel.ts";
import type { KernelFactory } from "../engine/session.ts";
import type { BackendId } from "../protocol/messages.ts";
import { BadInput } from "./failure.ts";

export interface Backend {
  readonly id: BackendId;
  readonly route: "wasm" | "webgpu" | "reference";
  /** Why this one, in a sentence. */
  readonly reason: string;
  readonly makeKernel: KernelFactory;
}

/** The driver that comes with Chromium: a software adapter for machines without a GPU. */
const SOFTWARE_DRIVERS = [
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
  "/snap/chromium/current/usr/lib/chromium-browser/vk_swiftshader_icd.json",
];

async function wasm(): Promise<KernelFactory> {
  const module = await loadWasmModule();
  return (shape) => createWasmKernel(shape, module);
}

async function cpu(): Promise<KernelFactory> {
  await import("@tensorflow/tfjs-backend-cpu");
  const tf = await import("@tensorflow/tfjs-core");
  await tf.setBackend("cpu");
  await tf.ready();
  return createReferenceKernel;
}

/** @throws if there is no adapter, or the optional package `webgpu` is not installed. */
async function webgpu(): Promise<KernelFactory> {
  const driver = SOFTWARE_DRIVERS.find((file) => existsSync(file));
  const variables = process.env;
  if (variables["VK_DRIVER_FILES"] === undefined && !existsSync("/dev/dri") && !existsSync("/dev/nvidia0") && driver !== undefined)
    variables["VK_DRIVER_FILES"] = driver;
  const name = "webgpu"; // not resolved by the bundler: the package is optional and large
  const { create, globals } = (await import(/* @vite-ignore */ name)) as { create: (options: string[]) => GPU; globals: object };
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, "navigator", { value: { gpu: create(["backend=vulkan"]), userAgent: "node" }, configurable: true });
  await import("@tensorflow/tfjs-backend-webgpu");
  const tf = await import("@tensorflow/tfjs-core");
  if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js found no WebGPU adapter");
  await tf.ready();
  return createReferenceKernel;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? (error.message.split("\n")[0] ?? "unknown") : String(error));

async function automatic(): Promise<Backend> {
  try {
    const makeKernel = await wasm();
    const { ok, worst } = await selfTest(makeKernel);
    if (ok) return { id: "wasm", route: "wasm", reason: "the fused kernel passed its self-test", makeKernel };
    return {
      id: "cpu",
      route: "reference",
      reason: `the fused kernel missed its self-test by a factor ${worst.toPrecision(2)}`,
      makeKernel: await cpu(),
    };
  } catch (error) {
    return { id: "cpu", route: "reference", reason: `the fused kernel cannot run here: ${reasonOf(error)}`, makeKernel: await cpu() };
  }
}

/** @throws BadInput if the wanted backend does not run on this machine. */
export async function backendFor(wanted: BackendId | "auto"): Promise<Backend> {
  const reason = "asked for";
  try {
    switch (wanted) {
      case "auto":
        return await automatic();
      case "wasm":
        return { id: "wasm", route: "wasm", reason, makeKernel: await wasm() };
      case "cpu":
        return { id: "cpu", route: "reference", reason, makeKernel: await cpu() };
      case "webgpu":
        return { id: "webgpu", route: "reference", reason, makeKernel: await webgpu() };
      default:
        return wanted satisfies never;
    }
  } catch (error) {
    throw new BadInput(
      `--backend: given ${wanted}, which does not run on this machine (${reasonOf(error)}); allowed here: auto, cpu, wasm`,
    );
  }
}
