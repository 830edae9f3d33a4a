/**
 * @file The threads of a team, seen by the one that leads: kernels register, jobs go out, and what does not come back in time is
 * taken back. The leading thread then computes it, with the same bits.
 */
import type { NetworkShape } from "../../jets.ts";
import type { ToHelper } from "./helper.ts";
import { createTeamRest } from "./team-rest.ts";
import { mostGradients, newBuffer, type Shared, sharedIn } from "./shared.ts";
import { announceMessage, awaitPart, claim, type Job, jobAfter, newWords, openJob, takeBack } from "./words.ts";

/** The leading thread's end of a helper. */
export interface HelperPort {
  post(message: ToHelper): void;
  end(): void;
}

export interface TeamOptions {
  /** Milliseconds. */
  readonly clock: () => number;
  /** Milliseconds of jobs without any answer after which the team is given up. */
  readonly patience?: number;
  /** Products of a weight and a row below which a job is not worth handing over. */
  readonly leastWork?: number;
}

export interface Team {
  /** The leading one too. */
  readonly threads: number;
  readonly clock: () => number;
  /** Whether a job of so many products of a weight and a row is handed out now. */
  takes(work: number): boolean;
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
  /** Whether a part that a helper took is done by that time of the clock; if not, it was taken back and is the caller's. */
  answered(job: number, part: number, until: number): boolean;
  /** When every part of the job is done. */
  close(): void;
  dispose(): void;
}

const PATIENCE = 10_000;

/** For who is just writing an answer, which takes microseconds; in slices, so that a machine that slept does not wake up out of time. */
const ANSWER_LIMIT = 1000;
const SLICE = 50;

/** Handing over costs some tens of µs; a million products, forward, take one thread about two hundred. */
const LEAST_WORK = 2 ** 20;

export function createTeam(ports: readonly HelperPort[], options: TeamOptions): Team {
  const { clock, patience = PATIENCE, leastWork = LEAST_WORK } = options;
  const words = newWords();
  const pace = createTeamRest(clock, patience);
  let lost = false;
  let tell: (reason: string) => void = () => undefined;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  let job = 0;
  let kernels = 0;
  let answers = 0;
  let takenBack = 0;

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
    clock,
    takes: (work) => !lost && work >= leastWork && !pace.rests(),
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
        answered(number, part, until) {
          let done = awaitPart(words, number, part, until - clock());
          if (!done && takeBack(words, number, part)) {
            takenBack++;
            return false;
          }
          for (let waited = 0; !done && !lost && waited < ANSWER_LIMIT; waited += SLICE) done = awaitPart(words, number, part, SLICE);
          if (done) answers++;
          else lose("a helper thread stopped in the middle of an answer");
          return done;
        },
        close() {
          if (!pace.worked(answers, takenBack)) lose(`no helper thread has answered for ${(patience / 1000).toString()} s`);
          answers = 0;
          takenBack = 0;
        },
        dispose() {
          post({ kind: "forget", kernel });
        },
      };
    },
  };
}
