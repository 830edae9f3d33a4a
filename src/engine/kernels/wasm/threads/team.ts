/**
 * @file The threads of a team, seen by the one that leads: kernels register, jobs go out, and a helper that does not answer ends it.
 *
 * Nothing is lost with a helper: the leading thread computes what is missing, with the same bits, and goes on alone.
 */
import type { NetworkShape } from "../../jets.ts";
import type { ToHelper } from "./helper.ts";
import { mostGradients, newBuffer, type Shared, sharedIn } from "./shared.ts";
import { announceMessage, awaitPart, claim, type Job, jobAfter, newWords, openJob } from "./words.ts";

/** The leading thread's end of a helper. */
export interface HelperPort {
  post(message: ToHelper): void;
  end(): void;
}

export interface TeamOptions {
  /** Milliseconds after which a helper that took a part is given up: many times what the largest part takes. */
  readonly patience?: number;
  /** Products of a weight and a row below which a job is not worth handing over. */
  readonly leastWork?: number;
}

export interface Team {
  /** The leading one too. */
  readonly threads: number;
  readonly leastWork: number;
  /** Resolves with the reason, part of a sentence, when the team has ended before its time. */
  readonly lost: Promise<string>;
  isLost(): boolean;
  /** Gives all helpers up, for a reason that is told. */
  lose(reason: string): void;
  /** Tells the helpers of a kernel. */
  enrol(shape: NetworkShape, module: WebAssembly.Module): Enrolled;
  /** Ends the helpers. */
  end(): void;
}

/** A kernel's way to the helpers. */
export interface Enrolled {
  readonly shared: Shared;
  readonly mostGradients: number;
  /** Opens a job; what it asks about is in `shared`. Returns its number. */
  open(job: Omit<Job, "kernel">): number;
  /** Whether that part is the caller's now. */
  claim(job: number, part: number): boolean;
  /** Until a part that a helper took is done; false: it never will be, and the team is lost. */
  answered(job: number, part: number): boolean;
  dispose(): void;
}

const PATIENCE = 3000;

/** Patience is counted in slices: a machine that slept does not wake up out of patience. */
const SLICE = 50;

/** Handing over costs some tens of µs; a million products, forward, take one thread about two hundred. */
const LEAST_WORK = 2 ** 20;

export function createTeam(ports: readonly HelperPort[], { patience = PATIENCE, leastWork = LEAST_WORK }: TeamOptions = {}): Team {
  const words = newWords();
  let lost = false;
  let tell: (reason: string) => void = () => undefined;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  let job = 0;
  let kernels = 0;

  const post = (message: ToHelper): void => {
    if (lost) return;
    job = jobAfter(job);
    announceMessage(words, job);
    for (const port of ports) port.post(message);
  };

  const end = (): void => {
    lost = true;
    for (const port of ports) port.end();
  };

  const lose = (reason: string): void => {
    if (lost) return;
    end();
    tell(reason);
  };

  post({ kind: "start", words });
  return {
    threads: ports.length + 1,
    leastWork,
    lost: told,
    isLost: () => lost,
    lose,
    end,
    enrol(shape, module) {
      const kernel = ++kernels;
      const buffer = newBuffer(shape);
      post({ kind: "kernel", kernel, shape, module, buffer });
      return {
        shared: sharedIn(buffer, shape),
        mostGradients: mostGradients(shape),
        open(what) {
          job = jobAfter(job);
          openJob(words, job, { kernel, ...what });
          return job;
        },
        claim: (number, part) => claim(words, number, part),
        answered(number, part) {
          for (let waited = 0; waited < patience && !lost; waited += SLICE) if (awaitPart(words, number, part, SLICE)) return true;
          lose(`a helper thread did not answer for ${(patience / 1000).toString()} s`);
          return false;
        },
        dispose() {
          post({ kind: "forget", kernel });
        },
      };
    },
  };
}
