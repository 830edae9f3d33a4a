/** @file What the server needs of the thread it runs in. */
import type { Registry } from "../../catalogue/registry.ts";
import type { KernelFactory } from "../../engine/session.ts";
import type { BackendId, FromWorker } from "../messages.ts";

export interface Backend {
  readonly id: BackendId;
  readonly route: "wasm" | "webgpu" | "reference";
  readonly reason: string;
  readonly makeKernel: KernelFactory;
}

export interface ServerHost {
  post(message: FromWorker, transfer?: ArrayBuffer[]): void;
  now(): number;
  defer(work: () => void): void;
  chooseBackend(wanted: BackendId | "auto"): Promise<Backend>;
  readonly registry: Registry;
}
