/**
 * @file The worker's run of a game that is solved at once: every edit asks anew, and the newest question wins. The answer before stays on the
 * screen until the next is there.
 */
import { GivenUp, openAtOnce, type SolvingHost } from "../../engine/at-once.ts";
import type { SolvedAtOnce } from "../../engine/at-once-results.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { ToWorker } from "../messages.ts";
import type { ServerHost } from "./host.ts";
import { answerSketch } from "./sketch.ts";
import { answerSpans } from "./spans.ts";

export interface AtOnceRun {
  readonly runId: number;
  answer(message: Exclude<ToWorker, { kind: "configure" }>): Promise<void>;
  /** Another run takes its place. */
  end(): void;
}

/** Milliseconds between two words on how far it is. */
const TELL_EVERY = 100;

/** A hand that drags asks sixty times a second: what is nearly answered is answered, and only then the newest question. */
const PATIENCE = 400; // ms

/** @param failed what a solver throws, for a question that nothing has overtaken */
export function beginAtOnce(host: ServerHost, runId: number, first: Experiment, failed: (error: unknown) => void): AtOnceRun {
  const solver = openAtOnce(host.registry);
  const spans = answerSpans(host, runId);
  let experiment = first;
  let question = 0;
  /** Questions up to this one are not to be answered any more. */
  let dropped = 0;
  let solving: Promise<void> = Promise.resolve();

  async function ask(mine: number): Promise<void> {
    if (mine !== question || mine <= dropped) return;
    const asked = experiment;
    try {
      const { answer } = await solver.solve(asked, hostFor(mine, asked));
      show(mine, asked, answer);
    } catch (error) {
      if (!(error instanceof GivenUp) && mine === question) failed(error);
    }
  }

  function show(mine: number, asked: Experiment, solved: SolvedAtOnce): void {
    if (mine > dropped) host.post({ kind: "solved", runId, experiment: asked, solved });
  }

  function hostFor(mine: number, asked: Experiment): SolvingHost {
    const began = host.now();
    let told = began;
    let shown = false;
    return {
      breathe: async () => {
        await new Promise<void>((go) => host.defer(go));
        const overtaken = mine !== question && (shown || host.now() - began > PATIENCE);
        if (overtaken || mine <= dropped) throw new GivenUp();
      },
      now: () => host.now(),
      soon: (solved) => {
        shown = true;
        show(mine, asked, solved);
      },
      tell: (how) => {
        if (mine !== question || host.now() - told < TELL_EVERY) return;
        told = host.now();
        host.post({ kind: "solving", runId, solving: how });
      },
    };
  }

  /** One solver works at a time. */
  function solve(): Promise<void> {
    const mine = ++question;
    solving = solving.then(() => ask(mine));
    return solving;
  }

  return {
    runId,
    async answer(message) {
      if (message.kind === "update") {
        ({ experiment } = message);
        await solve();
      } else if (message.kind === "play" || message.kind === "step" || message.kind === "reset") {
        await solve();
      } else if (message.kind === "pause") {
        dropped = question;
        host.post({ kind: "stopped", runId, step: 0, why: "paused" });
      } else if (message.kind === "span") {
        const mine = question;
        const theirs = spans.asked(message, () => mine === question && mine > dropped);
        solving = solving.then(theirs);
        await solving;
      } else if (message.kind === "sketch") {
        answerSketch(host, message);
      }
    },
    end() {
      dropped = ++question;
    },
  };
}
