/** @file A validated experiment from a partial one, and a session on the wasm kernels. */
import { registry } from "../../src/catalogue/registry.ts";
import { createWasmKernel } from "../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../src/engine/kernels/wasm/module.ts";
import type { KernelFactory, Session } from "../../src/engine/learn/session.ts";
import { openSession } from "../../src/engine/open-session.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { resolve } from "../../src/experiment/resolve.ts";

export function experimentOf(partial: unknown): Experiment {
  const { experiment, problems } = resolve(partial, "strict");
  if (experiment === null) throw new Error(problems.map((p) => `${p.path}: ${p.message}`).join("\n"));
  return experiment;
}

export async function wasmFactory(): Promise<KernelFactory> {
  const module = await loadWasmModule();
  return (shape) => createWasmKernel(shape, module);
}

export async function sessionOf(partial: unknown, factory?: KernelFactory): Promise<Session> {
  return openSession(experimentOf(partial), registry, factory ?? (await wasmFactory()));
}
