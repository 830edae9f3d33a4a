/**
 * @file Helper threads for the wasm kernels: where the page may share memory and a measured step gains by it.
 *
 *     how many     one for each core but one, two to four with this thread; none where there is a single core
 *     when         the page is cross-origin isolated, the helpers start, the same step is faster with them, bit for bit the same
 *
 * There is one team for the life of the worker; kernels come and go.
 */
import { judgeTeam } from "../engine/kernels/wasm/threads/contest.ts";
import { createTeam, type Team } from "../engine/kernels/wasm/threads/team.ts";

const MOST_THREADS = 4;

/** Milliseconds for the helpers' few kilobytes to load and start. */
const START_LIMIT = 2000;

export interface Threads {
  /** Null: one thread. */
  readonly team: Team | null;
  /** Why, as a sentence after others; empty if there is nothing to say. */
  readonly note: string;
}

/** Starts the team when it is first asked for, and judges it for each build of the module. */
export function threadChooser(clock: () => number): (module: WebAssembly.Module) => Promise<Threads> {
  let starting: Promise<Team | string> | null = null;
  return async (module) => {
    const { navigator: here, crossOriginIsolated: isolated } = globalThis as Partial<
      Pick<typeof globalThis, "navigator" | "crossOriginIsolated">
    >;
    const cores = here?.hardwareConcurrency ?? 1;
    if (cores < 2) return { team: null, note: "" };
    if (isolated !== true || typeof SharedArrayBuffer === "undefined")
      return { team: null, note: " One thread: several need a page that is cross-origin isolated, as most are from the second visit on." };
    starting ??= startTeam(Math.min(MOST_THREADS, Math.max(2, cores - 1)), clock).catch(reasonOf);
    const team = await starting;
    if (typeof team === "string") return { team: null, note: ` One thread: ${team}.` };
    if (team.isLost()) return { team: null, note: ` One thread: ${await team.lost}.` };
    const { worth, gain, same } = judgeTeam(team, module, clock);
    const threads = team.threads.toString();
    if (worth) return { team, note: ` ${threads} threads: ${gain.toFixed(1)}× one thread, bit for bit the same.` };
    if (!same) return { team: null, note: ` One thread: with ${threads} the bits were others.` };
    return { team: null, note: ` One thread: ${threads} were not clearly faster here (${gain.toFixed(2)}×).` };
  };
}

/**
 * @throws Error if a helper fails or is late
 * @internal
 */
export async function startTeam(threads: number, clock: () => number): Promise<Team> {
  const workers = Array.from({ length: threads - 1 }, () => new Worker(new URL("./helper.ts", import.meta.url), { type: "module" }));
  const team = createTeam(
    workers.map((worker) => ({
      post: (message) => {
        worker.postMessage(message);
      },
      end: () => {
        worker.terminate();
      },
    })),
    { clock },
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`helper threads did not start within ${(START_LIMIT / 1000).toString()} s`));
    }, START_LIMIT);
  });
  try {
    await Promise.race([Promise.all(workers.map(startOf)), late]);
  } catch (error) {
    team.end();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  for (const worker of workers) onFailure(worker, (why) => team.lose(why));
  return team;
}

function startOf(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => {
      resolve();
    };
    onFailure(worker, (why) => reject(new Error(why)));
  });
}

function onFailure(worker: Worker, fails: (why: string) => void): void {
  worker.onerror = (event) => {
    // Else it would be this worker's failure too, and the page would take it for dead.
    event.preventDefault();
    fails(`a helper thread failed (${event.message ? event.message : "it did not load"})`);
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
