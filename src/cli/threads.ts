/**
 * @file Helper threads for the wasm kernels under Node, as the page has them: the bits are those of one thread, however many there are.
 *
 *     auto    one for each core but one, two to four with this thread, where the same step is measured to gain by them
 *     N       so many, unmeasured
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { createWasmKernel } from "../engine/kernels/wasm/kernel.ts";
import { judgeTeam } from "../engine/kernels/wasm/threads/contest.ts";
import { createTeam, type Team } from "../engine/kernels/wasm/threads/team.ts";
import type { KernelFactory } from "../engine/learn/session.ts";
import { say } from "./say.ts";

export const MOST_THREADS = 4;

export type ThreadWish = number | "auto";

/** Beside this file in the runner's bundle; where the sources run unbundled there is none. */
const HELPER = fileURLToPath(new URL("./helper.js", import.meta.url));

const clock = (): number => performance.now();

export interface ChosenThreads {
  readonly count: number;
  /** Part of a sentence. */
  readonly why: string;
}

export interface WasmRoute {
  readonly makeKernel: KernelFactory;
  readonly threads: ChosenThreads;
}

/** Kernels of a module on as many threads as are wished for, or worth having. */
export async function onThreads(module: WebAssembly.Module, wish: ThreadWish): Promise<WasmRoute> {
  const one = (why: string): WasmRoute => ({ makeKernel: (shape) => createWasmKernel(shape, module), threads: { count: 1, why } });
  const cores = availableParallelism();
  const count = wish === "auto" ? Math.min(MOST_THREADS, cores < 2 ? 1 : Math.max(2, cores - 1)) : wish;
  if (count < 2) return one("one thread");
  if (!existsSync(HELPER)) return one("one thread: the runner is not bundled");
  const team = await startTeam(count);
  if (typeof team === "string") return one(`one thread: ${team}`);
  void team.lost.then((why) => {
    say(`${why}: training goes on in one thread, with the same bits`);
  });
  const many = (why: string): WasmRoute => ({
    makeKernel: (shape) => createWasmKernel(shape, module, team),
    threads: { count, why },
  });
  if (wish !== "auto") return many(`${String(count)} threads, as asked for`);
  const { worth, gain } = judgeTeam(team, module, clock);
  if (worth) return many(`${String(count)} threads, ${gain.toFixed(1)}× one`);
  team.end();
  return one(`one thread: ${String(count)} were not clearly faster (${gain.toFixed(2)}×)`);
}

/** A team of started helpers, or why there is none. */
async function startTeam(threads: number): Promise<Team | string> {
  const workers = Array.from({ length: threads - 1 }, () => new Worker(HELPER));
  const team = createTeam(
    workers.map((worker) => ({
      post: (message) => {
        worker.postMessage(message);
      },
      end: () => void worker.terminate(),
    })),
    { clock },
  );
  try {
    await Promise.all(workers.map(startOf));
  } catch (error) {
    team.end();
    return `a helper thread did not start (${error instanceof Error ? error.message : String(error)})`;
  }
  for (const worker of workers) {
    worker.on("error", ({ message }) => {
      team.lose(`a helper thread failed (${message})`);
    });
    // A waiting thread does not keep a finished run from ending.
    worker.unref();
  }
  return team;
}

function startOf(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("message", () => {
      resolve();
    });
    worker.once("error", reject);
  });
}
