/** @file What a command computes on: the backend that it names, or the fast build of the wasm kernels. */
import { buildReason, loadWasmModule, runsFastBuild } from "../engine/kernels/wasm/module.ts";
import type { BackendId } from "../protocol/messages.ts";
import { type Arguments, numberOf } from "./arguments.ts";
import { type LabBackend, backendFor } from "./backend.ts";
import { BadInput } from "./failure.ts";
import { say } from "./say.ts";
import { MOST_THREADS, onThreads } from "./threads.ts";

const NO_FAST_BUILD = "this Node has no relaxed SIMD (22 and later have)";

/**
 * @param wishes of a link: it is opened wherever it is sent, so what this machine has not is only said
 * @throws BadInput where --fast cannot be had, or stands beside --backend, or --threads beside a backend that has none
 */
export async function machineFor(given: Arguments, wanted: BackendId | "auto", wishes = { fast: false }): Promise<LabBackend> {
  const asked = given.flags.has("fast");
  if (asked && given.values.has("backend")) throw new BadInput("--fast: given beside --backend; allowed: one of them");
  if (asked && !runsFastBuild()) throw new BadInput(`--fast: ${NO_FAST_BUILD}; allowed: without --fast`);
  const wished = wishes.fast && !given.values.has("backend") && (wanted === "auto" || wanted === "wasm");
  if (wished && !runsFastBuild()) say(`fast: ${NO_FAST_BUILD}; the build is taken that gives the same bits everywhere`);
  const threadless = wanted === "cpu" || wanted === "webgpu";
  if (threadless && given.values.has("threads"))
    throw new BadInput(`--threads: given for the backend ${wanted}, which has none of its own; allowed: with --backend wasm or auto`);
  const wish = numberOf(given, "threads", { min: 1, max: MOST_THREADS, whole: true }) ?? "auto";
  if (!asked && !(wished && runsFastBuild())) return backendFor(wanted, wish);
  return { id: "wasm", route: "wasm", reason: buildReason("fast"), ...(await onThreads(await loadWasmModule("fast"), wish)) };
}
