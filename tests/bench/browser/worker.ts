/**
 * @file The worker that the benchmark drives in Chromium: makes contenders by name, times them when told, says what came out.
 *
 *     make   name, options        → handle, gradient of the first step
 *     time   handle, milliseconds → milliseconds a step, one number for each run of a few steps
 *     drop   handle
 *     reach  preset, route, cap   → seconds until the samples are as good as the data
 *     gpu    preset, seconds      → what a step asks of WebGPU
 *     list                        → every preset, and whether it rolls out
 *     bridge                      → the laws of the bridge that is solved on a grid
 *     crowd                       → what a sweep of the crowd on a grid is given
 *     given                       → weights and points of the reference step, for the native one
 */
import { composeJets } from "../../../src/engine/kernels/reference/compose.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import type { NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule, type WasmBuild } from "../../../src/engine/kernels/wasm/module.ts";
import type { Team } from "../../../src/engine/kernels/wasm/threads/team.ts";
import type { KernelFactory } from "../../../src/engine/learn/session.ts";
import { presets } from "../../../src/experiment/presets.ts";
import { isSolved } from "../../../src/experiment/solved.ts";
import { startTeam } from "../../../src/worker/threads.ts";
import type { Contender } from "./contender.ts";
import { jetsTensor } from "./custom-gradient.ts";
import { pointwise, rollOut } from "./kernel-steps.ts";
import { problemOf } from "./problem.ts";
import { experimentOf, reach, sampling, training } from "./sessions.ts";
import { bridgeLaws, crowdGame, type SolvedPart, solving } from "./solving.ts";
import type { Jets } from "./tfjs-steps.ts";

export type Route = "fused" | "fast" | "reference";

export type What =
  | {
      readonly kind: "pointwise" | "roll-out";
      readonly by: Route | "tfjs" | "custom-grad" | "jax";
      readonly shape?: Partial<NetworkShape>;
      readonly n?: number;
      readonly steps?: number;
      /** Of our kernels' pointwise step: the Laplacian from its own channel, or from the whole Hessian. */
      readonly second?: "laplacian" | "hessian";
      /** Of our wasm kernels; more than one on an isolated page. */
      readonly threads?: number;
    }
  | { readonly kind: "solving"; readonly game: SolvedPart }
  | {
      readonly kind: "training" | "sampling";
      readonly by: Route;
      readonly preset: string;
      readonly particles?: number;
      /** As above. */
      readonly threads?: number;
    };

export type Request =
  | { readonly op: "make"; readonly what: What }
  | { readonly op: "time"; readonly handle: number; readonly milliseconds: number }
  | { readonly op: "drop"; readonly handle: number }
  | { readonly op: "reach"; readonly preset: string; readonly by: Route; readonly cap: number }
  | { readonly op: "gpu"; readonly preset: string; readonly seconds: number }
  | { readonly op: "list" | "given" | "bridge" | "crowd" };

/** Runs shorter than this are repeated inside one reading: the clock of a page that is not isolated ticks every 0.1 ms. */
const READING = 8;

const made = new Map<number, Contender>();
let next = 1;

async function startTfjs(): Promise<void> {
  const [tf, backend] = await Promise.all([
    import("@tensorflow/tfjs-core"),
    import("@tensorflow/tfjs-backend-wasm"),
    import("@tensorflow/tfjs-core/dist/register_all_gradients"),
  ]);
  backend.setWasmPaths(new URL("tfjs/", self.location.href).href);
  if (!(await tf.setBackend("wasm"))) throw new Error("tfjs wasm did not start");
  await tf.ready();
}

const teams = new Map<number, Promise<Team>>();

/** One for each number of threads; what has nothing to do sleeps. */
function teamOf(threads: number): Promise<Team> {
  const team = teams.get(threads) ?? startTeam(threads, () => performance.now());
  teams.set(threads, team);
  return team;
}

async function kernels(route: Route, threads = 1): Promise<KernelFactory> {
  if (route === "reference") {
    await startTfjs();
    return createReferenceKernel;
  }
  const build: WasmBuild = route === "fast" ? "fast" : "repeatable";
  const module = await loadWasmModule(build);
  const team = threads === 1 ? undefined : await teamOf(threads);
  return (shape) => createWasmKernel(shape, module, team);
}

async function contender(what: What): Promise<Contender> {
  if ("game" in what) return solving(what.game);
  if ("preset" in what) {
    const [experiment, makeKernel] = [experimentOf(what.preset), await kernels(what.by, what.threads)];
    return what.kind === "training" ? training(experiment, makeKernel) : sampling(experiment, makeKernel, what.particles ?? 10_000);
  }
  const problem = problemOf(what.shape, what.n);
  const steps = what.steps ?? 8;
  const { by, kind } = what;
  if (by === "jax") {
    const { jaxPointwise } = await import("./jax-step.ts");
    return jaxPointwise(problem);
  }
  if (by === "tfjs" || by === "custom-grad") {
    await startTfjs();
    const { tfjsPointwise, tfjsRollOut } = await import("./tfjs-steps.ts");
    const kernel = by === "tfjs" ? null : (await kernels("fused"))(problem.shape);
    const jets: Jets = (shape, channels) =>
      kernel === null ? (theta, points, along) => composeJets(shape, channels, theta, points, along) : jetsTensor(kernel, channels);
    return kind === "pointwise" ? tfjsPointwise(jets, problem) : tfjsRollOut(jets, problem, steps);
  }
  const kernel = (await kernels(by, what.threads))(problem.shape);
  return kind === "pointwise" ? pointwise(kernel, problem, what.second) : rollOut(kernel, problem, steps);
}

/** Readings for about so many milliseconds, at least one. */
async function time(one: Contender, milliseconds: number): Promise<number[]> {
  const readings: number[] = [];
  const end = performance.now() + milliseconds;
  do {
    const start = performance.now();
    let steps = 0;
    do {
      await one.step();
      steps++;
    } while (performance.now() - start < READING);
    readings.push((performance.now() - start) / steps);
  } while (performance.now() < end);
  return readings;
}

async function answer(request: Request): Promise<unknown> {
  switch (request.op) {
    case "make": {
      const one = await contender(request.what);
      made.set(next, one);
      return { handle: next++, gradient: (await one.gradient?.()) ?? null };
    }
    case "time":
      return time(made.get(request.handle)!, request.milliseconds);
    case "drop":
      made.get(request.handle)?.dispose?.();
      return made.delete(request.handle);
    case "reach":
      return reach(experimentOf(request.preset), await kernels(request.by), await kernels("fused"), request.cap);
    case "gpu": {
      const { onGpu } = await import("./gpu.ts");
      return onGpu(experimentOf(request.preset), await kernels("fused"), request.seconds);
    }
    case "list":
      return [...presets.keys()]
        .filter((preset) => !isSolved(experimentOf(preset)))
        .map((preset) => ({ preset, rollsOut: experimentOf(preset).objective.id === "roll-out" }));
    case "bridge":
      return bridgeLaws();
    case "crowd":
      return crowdGame();
    case "given": {
      const { theta, points } = problemOf();
      return [...theta, ...points];
    }
    default:
      return request satisfies never;
  }
}

self.onmessage = ({ data }: MessageEvent<{ readonly id: number; readonly request: Request }>) => {
  answer(data.request).then(
    (value) => self.postMessage({ id: data.id, value }),
    (error: unknown) => self.postMessage({ id: data.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
};
