/**
 * @file Which machine does the work: asked, not guessed, checked before the first step, and timed where there is a choice.
 *
 *     auto      a hardware GPU if it passes the derivative check and its step is faster than wasm's; else wasm; else cpu
 *     webgpu    the WGSL kernels, on a software adapter too
 *     cpu       the reference route: composed tfjs operations
 *     fast      where wasm computes: fused products, if the machine has them; never unasked, because bits then depend on it
 *
 * A GPU that is lost is opened again; if it does not come back, training goes on in wasm. Weights stay in this thread.
 */
import { createWasmKernel } from "../engine/kernels/wasm/kernel.ts";
import { buildReason, loadWasmModule, runsFastBuild, type WasmBuild } from "../engine/kernels/wasm/module.ts";
import { faultsOf, selfTest } from "../engine/kernels/self-test.ts";
import { stepTime } from "../engine/kernels/step-time.ts";
import { contest } from "../engine/kernels/webgpu/contest.ts";
import { openCheckedDevice } from "../engine/kernels/webgpu/checked-device.ts";
import type { Gpu } from "../engine/kernels/webgpu/device.ts";
import { lastingRoute } from "../engine/kernels/webgpu/recovery.ts";
import { fuseOn } from "../engine/learn/webgpu/fused-steps.ts";
import type { Fuse } from "../engine/learn/fused.ts";
import type { KernelFactory } from "../engine/learn/session.ts";
import type { Backend, Rerouted, ServerHost } from "../protocol/server/host.ts";
import type { BackendId } from "../protocol/messages.ts";
import { threadChooser, type Threads } from "./threads.ts";

type Choose = ServerHost["chooseBackend"];

/** Chooses once for each wish: a new run does not compile and time everything anew. */
export function backendChooser(clock: () => number): Choose {
  const given: Given = { clock, threads: threadChooser(clock) };
  const chosen = new Map<string, Promise<Backend>>();
  return (wanted, fast) => {
    const wish = `${wanted}${fast ? " fast" : ""}`;
    const known = chosen.get(wish) ?? choose(wanted, fast, given);
    if (!chosen.has(wish)) {
      chosen.set(wish, known);
      known.then(
        (backend) => backend.lost?.then((rerouted) => chosen.set(wish, Promise.resolve({ ...withoutLoss(backend), ...rerouted }))),
        () => chosen.delete(wish),
      );
    }
    return known;
  };
}

/** It has been told of: the same kernels go on elsewhere. */
const withoutLoss = ({ makeKernel, fuse }: Backend): Pick<Backend, "makeKernel" | "fuse"> => ({
  makeKernel,
  ...(fuse === undefined ? {} : { fuse }),
});

interface Given {
  readonly clock: () => number;
  /** The team for a module of ours, if it is worth having. */
  readonly threads: (module: WebAssembly.Module) => Promise<Threads>;
}

function choose(wanted: BackendId | "auto", fast: boolean, given: Given): Promise<Backend> {
  switch (wanted) {
    case "webgpu":
      return askedWebgpu(given.clock);
    case "cpu":
      return reference("The composed tfjs operations on cpu, as asked for; our wasm kernels are faster.");
    case "wasm":
      return wasm(fast, given).then((ours) => onWasm(ours, "as asked for"));
    case "auto":
      return automatic(fast, given);
    default:
      return wanted satisfies never;
  }
}

async function automatic(fast: boolean, given: Given): Promise<Backend> {
  const { clock } = given;
  const ours = await wasm(fast, given).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  const rival = typeof ours === "string" ? null : { name: "wasm", milliseconds: await raceTime(ours.makeKernel, clock) };
  const result = await contest(rival, clock);
  if (result.won) return onGpu(result.gpu, `The GPU is the fastest route here: ${result.reason}.`, clock);
  if (typeof ours === "string")
    return reference(`${ours} ${capital(result.reason)}. Training runs on composed tfjs operations instead, which is slow.`);
  return onWasm(ours, `the fastest route here (${result.reason})`);
}

/** Only where there is somebody to race against: most machines answer at once that they have no adapter. */
async function raceTime(makeKernel: KernelFactory, clock: () => number): Promise<number> {
  return "gpu" in navigator ? stepTime(makeKernel, clock) : Number.POSITIVE_INFINITY;
}

function onWasm({ makeKernel, milliseconds, note, lost }: Wasm, why: string): Backend {
  const reason = `Fused WebAssembly SIMD kernels, ${why}; the derivative check passed in ${milliseconds} ms.${note}`;
  return { id: "wasm", route: "wasm", reason, makeKernel, ...(lost === undefined ? {} : { lost }) };
}

interface Wasm {
  readonly makeKernel: KernelFactory;
  readonly milliseconds: string;
  /** What came of the wish for fused products, and of threads. */
  readonly note: string;
  /** If a team's threads can be lost. */
  readonly lost?: Promise<Rerouted>;
}

async function wasm(fast: boolean, given: Given): Promise<Wasm> {
  if (!fast) return checked("repeatable", given, "");
  const plain = (why: string): Promise<Wasm> =>
    checked("repeatable", given, ` Fused products were asked for, but ${why}; ${buildReason("repeatable")}.`);
  if (!runsFastBuild()) return plain("this browser has no relaxed SIMD");
  try {
    return await checked("fast", given, ` ${capital(buildReason("fast"))}.`);
  } catch (error) {
    return plain(`they did not start (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** @throws Error if the module does not load or computes wrong */
async function checked(build: WasmBuild, { clock, threads }: Given, note: string): Promise<Wasm> {
  const module = await loadWasmModule(build);
  const report = await selfTest((shape) => createWasmKernel(shape, module), clock);
  if (!report.ok) throw new Error(`The wasm kernels fail their derivative check on this machine (${faultsOf(report)}).`);
  const milliseconds = Math.round(report.milliseconds ?? 0).toString();
  const { team, note: said } = await threads(module);
  if (team === null) return { makeKernel: (shape) => createWasmKernel(shape, module), milliseconds, note: note + said };
  const lost = team.lost.then(
    (why): Rerouted => ({ id: "wasm", route: "wasm", reason: `${capital(why)}. Training goes on in one thread, with the same bits.` }),
  );
  return { makeKernel: (shape) => createWasmKernel(shape, module, team), milliseconds, note: note + said, lost };
}

async function askedWebgpu(clock: () => number): Promise<Backend> {
  const gpu = await openCheckedDevice();
  const where = gpu.software
    ? `a software adapter (${gpu.name}), as asked for; our wasm kernels are faster`
    : `the GPU (${gpu.name}), as asked for`;
  return onGpu(gpu, `WGSL kernels on ${where}. The derivative check passed.`, clock);
}

function onGpu(first: Gpu, reason: string, clock: () => number): Backend {
  let tell: (rerouted: Rerouted) => void = () => undefined;
  const lost = new Promise<Rerouted>((resolve) => {
    tell = resolve;
  });
  const fallback = async (): Promise<KernelFactory> => {
    const module = await loadWasmModule();
    return (shape) => createWasmKernel(shape, module);
  };
  const route = lastingRoute(first, openCheckedDevice, fallback, ({ reason: why, to }) => {
    if (to === "webgpu") tell({ id: "webgpu", route: "webgpu", reason: `${why}. The GPU was opened again and training goes on there.` });
    else tell({ id: "wasm", route: "wasm", reason: `${why}. The GPU does not come back, so training goes on in WebAssembly.` });
  });
  const fuse: Fuse = (setup, terms) => {
    const gpu = route.gpu();
    return gpu === null ? { reason: "the GPU is gone" } : fuseOn(gpu, clock)(setup, terms);
  };
  return { id: "webgpu", route: "webgpu", reason, makeKernel: route.makeKernel, fuse, lost };
}

async function reference(reason: string): Promise<Backend> {
  const { startTfjs } = await import("../engine/kernels/reference/start.ts");
  await startTfjs();
  const { createReferenceKernel } = await import("../engine/kernels/reference/kernel.ts");
  const report = await selfTest(createReferenceKernel);
  if (!report.ok) throw new Error(`The tfjs backend cpu fails the derivative check (${faultsOf(report)}).`);
  return { id: "cpu", route: "reference", reason, makeKernel: createReferenceKernel };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
