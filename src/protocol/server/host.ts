/** @file What the server needs of the thread it runs in. */
import type { Registry } from "../../catalogue/registry.ts";
import type { Fuse } from "../../engine/learn/fused.ts";
import type { KernelFactory } from "../../engine/learn/session.ts";
import type { BackendId, FromWorker } from "../messages.ts";

/** What took over from a GPU or from helper threads that were lost, and why. */
export interface Rerouted {
  readonly id: BackendId;
  readonly route: "wasm" | "webgpu";
  readonly reason: string;
}

export interface Backend {
  readonly id: BackendId;
  readonly route: "wasm" | "webgpu" | "reference";
  readonly reason: string;
  readonly makeKernel: KernelFactory;
  /** Whole training steps on the device of that kernel. */
  readonly fuse?: Fuse;
  /** Resolves when the device, or a helper thread, was lost and others have taken over. Kernels keep their weights and go on by themselves. */
  readonly lost?: Promise<Rerouted>;
}

export interface ServerHost {
  post(message: FromWorker, transfer?: ArrayBuffer[]): void;
  now(): number;
  defer(work: () => void): void;
  chooseBackend(wanted: BackendId | "auto", fast: boolean): Promise<Backend>;
  readonly registry: Registry;
}
