/** @file Before the tests that run WebGPU in Node: the package is there, and the processes that are started find an adapter. */
import { ensureNodeWebgpu, softwareVulkan } from "./node-webgpu.mjs";

export function setup(): void {
  ensureNodeWebgpu();
  Object.assign(process.env, softwareVulkan());
}
