/**
 * @file Where a run computes in Node: the fused wasm kernel, the WGSL kernel, or the reference kernel on TensorFlow.js's cpu.
 *
 * `auto` takes a hardware GPU, if the optional package `webgpu` is installed and its step is faster than wasm's; then wasm if the
 * kernel passes its self-test on this machine, and else the reference on the cpu.
 */
import { existsSync } from "node:fs";
import type { Fuse } from "../engine/learn/fused.ts";
import { createReferenceKernel } from "../engine/kernels/reference/kernel.ts";
import { startTfjs } from "../engine/kernels/reference/start.ts";
import { selfTest } from "../engine/kernels/self-test.ts";
import { stepTime } from "../engine/kernels/step-time.ts";
import { loadWasmModule } from "../engine/kernels/wasm/module.ts";
import { contest } from "../engine/kernels/webgpu/contest.ts";
import { openCheckedDevice } from "../engine/kernels/webgpu/checked-device.ts";
import { type Gpu, gpuOfNavigator } from "../engine/kernels/webgpu/device.ts";
import { lastingRoute } from "../engine/kernels/webgpu/recovery.ts";
import { fuseOn } from "../engine/learn/webgpu/fused-steps.ts";
import type { KernelFactory } from "../engine/learn/session.ts";
import type { BackendId } from "../protocol/messages.ts";
import { BadInput } from "./failure.ts";
import { say } from "./say.ts";
import { onThreads, type ChosenThreads, type ThreadWish, type WasmRoute } from "./threads.ts";

export interface LabBackend {
  readonly id: BackendId;
  readonly route: "wasm" | "webgpu" | "reference";
  /** Why this one, in a sentence. */
  readonly reason: string;
  readonly makeKernel: KernelFactory;
  /** Of the wasm kernels. */
  readonly threads?: ChosenThreads;
  /** Whole training steps on the device of that kernel. */
  readonly fuse?: Fuse;
}

/** The driver that comes with Chromium: a software adapter for machines without a GPU. */
const SOFTWARE_DRIVERS = [
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
  "/snap/chromium/current/usr/lib/chromium-browser/vk_swiftshader_icd.json",
];

const wasm = async (threads: ThreadWish): Promise<WasmRoute> => onThreads(await loadWasmModule(), threads);

async function cpu(): Promise<KernelFactory> {
  await startTfjs();
  return createReferenceKernel;
}

/** The package `webgpu`: Dawn, as a Node module. */
interface Dawn {
  create(options: string[]): GPU;
  readonly globals: object;
}

/** Gives Node a `navigator.gpu`, once. @throws if the optional package `webgpu` is not installed */
async function provideWebgpu(): Promise<void> {
  if (gpuOfNavigator() !== undefined) return;
  const driver = SOFTWARE_DRIVERS.find((file) => existsSync(file));
  const variables = process.env;
  if (variables["VK_DRIVER_FILES"] === undefined && !existsSync("/dev/dri") && !existsSync("/dev/nvidia0") && driver !== undefined)
    variables["VK_DRIVER_FILES"] = driver;
  const name = "webgpu"; // not resolved by the bundler: the package is optional and large
  const { create, globals } = await (import(/* @vite-ignore */ name) as Promise<Dawn>).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error("Node has no WebGPU of its own: `npm install --no-save webgpu@0.6.2` adds it, 132 MB");
  });
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, "navigator", {
    value: { gpu: create(process.platform === "linux" ? ["backend=vulkan"] : []), userAgent: "node" },
    configurable: true,
  });
}

/** @throws if there is no adapter, no package, or the kernels compute wrong there */
async function webgpu(): Promise<LabBackend> {
  await provideWebgpu();
  const gpu = await openCheckedDevice();
  const where = gpu.software ? `a software adapter (${gpu.name}), slower than wasm` : `the GPU (${gpu.name})`;
  return onGpu(gpu, `asked for: WGSL kernels on ${where}`, "auto");
}

/** @param threads of the wasm kernels that take over where the GPU is lost for good */
function onGpu(first: Gpu, reason: string, threads: ThreadWish): LabBackend {
  const fallback = async (): Promise<KernelFactory> => (await wasm(threads)).makeKernel;
  const route = lastingRoute(first, openCheckedDevice, fallback, ({ reason: why, to }) => {
    say(`${why}: ${to === "webgpu" ? "the GPU was opened again" : "the run goes on in wasm"}`);
  });
  const fuse: Fuse = (setup, terms) => {
    const gpu = route.gpu();
    return gpu === null ? { reason: "the GPU is gone" } : fuseOn(gpu, () => performance.now())(setup, terms);
  };
  return { id: "webgpu", route: "webgpu", reason, makeKernel: route.makeKernel, fuse };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? (error.message.split("\n")[0] ?? "unknown") : String(error));

async function automatic(threads: ThreadWish): Promise<LabBackend> {
  const ours = await checkedWasm(threads);
  const clock = () => performance.now();
  const installed = await provideWebgpu().then(
    () => true,
    () => false,
  );
  if (installed) {
    const rival = "makeKernel" in ours ? { name: "wasm", milliseconds: await stepTime(ours.makeKernel, clock) } : null;
    const result = await contest(rival, clock);
    if (result.won) return onGpu(result.gpu, `the fastest route: ${result.reason}`, threads);
    if ("makeKernel" in ours) return { ...ours, reason: `${ours.reason}; ${result.reason}` };
  }
  if ("makeKernel" in ours) return ours;
  return { id: "cpu", route: "reference", reason: ours.reason, makeKernel: await cpu() };
}

async function checkedWasm(threads: ThreadWish): Promise<LabBackend | { readonly reason: string }> {
  try {
    const ours = await wasm(threads);
    const { ok, worst } = await selfTest(ours.makeKernel);
    if (ok) return { id: "wasm", route: "wasm", reason: "the fused kernel passed its self-test", ...ours };
    return { reason: `the fused kernel missed its self-test by a factor ${worst.toPrecision(2)}` };
  } catch (error) {
    return { reason: `the fused kernel cannot run here: ${reasonOf(error)}` };
  }
}

/** @throws BadInput if the wanted backend does not run on this machine. */
export async function backendFor(wanted: BackendId | "auto", threads: ThreadWish = "auto"): Promise<LabBackend> {
  const reason = "asked for";
  try {
    switch (wanted) {
      case "auto":
        return await automatic(threads);
      case "wasm":
        return { id: "wasm", route: "wasm", reason, ...(await wasm(threads)) };
      case "cpu":
        return { id: "cpu", route: "reference", reason, makeKernel: await cpu() };
      case "webgpu":
        return await webgpu();
      default:
        return wanted satisfies never;
    }
  } catch (error) {
    throw new BadInput(
      `--backend: given ${wanted}, which does not run on this machine (${reasonOf(error)}); allowed here: auto, cpu, wasm`,
    );
  }
}
