/**
 * @file The worker's run of a game that is solved at once: every edit asks anew, and the newest question wins. The answer before stays on the
 * screen until the next is there.
 */
import { GivenUp, openAtOnce, type SolvingHost } from "../../engine/at-once.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { ToWorker } from "../messages.ts";
import type { ServerHost } from "./host.ts";
import { sketch } from "./sketch.ts";

export interface AtOnceRun {
  readonly runId: number;
  answer(message: Exclude<ToWorker, { kind: "configure" }>): Promise<void>;
  /** Another run takes its place. */
  end(): void;
}

/** Milliseconds between two words on how far it is. */
const TELL_EVERY = 100;

/** @param failed what a solver throws, for a question that nothing has overtaken */
export function beginAtOnce(host: ServerHost, runId: number, first: Experiment, failed: (error: unknown) => void): AtOnceRun {
  const solver = openAtOnce(host.registry);
  let experiment = first;
  let question = 0;
  let solving: Promise<void> = Promise.resolve();

  async function ask(mine: number): Promise<void> {
    if (mine !== question) return;
    try {
      const { answer: solved } = await solver.solve(experiment, hostFor(mine));
      if (mine === question) host.post({ kind: "solved", runId, solved });
    } catch (error) {
      if (!(error instanceof GivenUp) && mine === question) failed(error);
    }
  }

  function hostFor(mine: number): SolvingHost {
    let told = host.now();
    return {
      now: host.now,
      breathe: async () => {
        await new Promise<void>((go) => host.defer(go));
        if (mine !== question) throw new GivenUp();
      },
      tell: (how) => {
        if (mine !== question || host.now() - told < TELL_EVERY) return;
        told = host.now();
        host.post({ kind: "solving", runId, solving: how });
      },
    };
  }

  /** One solver works at a time: what is given up ends at its next breath. */
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
        question++;
        host.post({ kind: "stopped", runId, step: 0, why: "paused" });
      } else if (message.kind === "sketch") {
        const { key, density, count } = message;
        const { dimension, points } = sketch(host.registry, density, count);
        host.post({ kind: "sketch", runId, key, dimension, points }, [points.buffer]);
      }
    },
    end() {
      question++;
    },
  };
}
