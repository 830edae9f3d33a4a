/** @file Teams for the tests: Node's worker threads, bundled once for a file of tests. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "vite";
import { createTeam, type Team, type TeamOptions } from "../../../../src/engine/kernels/wasm/threads/team.ts";
import type { Temper } from "./thread.ts";

let built = "";

/** @param name of the file of tests: two of them run at a time */
export async function bundleThread(name: string): Promise<void> {
  built = join(import.meta.dirname, "../../../../.cache/helper-thread", name);
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      ssr: join(import.meta.dirname, "thread.ts"),
      outDir: built,
      emptyOutDir: true,
      target: "node20",
      rolldownOptions: { output: { entryFileNames: "thread.mjs" } },
    },
  });
}

export interface NodeTeam {
  readonly team: Team;
  readonly workers: readonly Worker[];
  end(): Promise<void>;
}

/** Every job is handed over, however small. */
export async function teamInNode(tempers: readonly Temper[], options: Partial<TeamOptions> = {}): Promise<NodeTeam> {
  const workers = tempers.map((temper) => new Worker(join(built, "thread.mjs"), { workerData: temper }));
  const started = workers.map((worker) => new Promise((resolve) => worker.once("message", resolve)));
  const ports = workers.map((worker) => ({
    post: (message: object) => {
      worker.postMessage(message);
    },
    end: () => void worker.terminate(),
  }));
  const team = createTeam(ports, { clock: () => performance.now(), leastWork: 0, ...options });
  await Promise.all(started);
  return {
    team,
    workers,
    async end() {
      team.end();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
