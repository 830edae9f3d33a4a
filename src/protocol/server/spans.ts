/** @file What other games come to, beside the one on the screen, one after the other: an edit ends them, and so does the next span. */
import { GivenUp, openAtOnce, type SolvedGame, type SolvingHost } from "../../engine/at-once.ts";
import type { ToWorker } from "../messages.ts";
import type { ServerHost } from "./host.ts";

type Span = Extract<ToWorker, { kind: "span" }>;

interface Spans {
  /** @returns answers it, when its turn comes @param current nothing else has been asked since */
  asked(span: Span, current: () => boolean): () => Promise<void>;
}

export function answerSpans(host: ServerHost, runId: number): Spans {
  // A solver of their own: from where they begin must not change what the game on the screen begins from.
  const solver = openAtOnce(host.registry);
  let newest: Span | null = null;

  async function answer({ key, asked }: Span, wanted: () => boolean): Promise<void> {
    const quiet: SolvingHost = {
      breathe: async () => {
        await new Promise<void>((go) => host.defer(go));
        if (!wanted()) throw new GivenUp();
      },
      now: () => host.now(),
      soon: () => undefined,
      tell: () => undefined,
    };
    for (const { place, experiment } of asked) {
      if (!wanted()) return;
      const solved = await solver.solve(experiment, quiet).catch((error: unknown) => error);
      if (solved instanceof GivenUp) return;
      // Why one has no answer is said when it is chosen.
      host.post({ kind: "span", runId, key, place, metrics: solved instanceof Error ? null : (solved as SolvedGame).answer.metrics });
    }
  }

  return {
    asked(span, current) {
      newest = span;
      return () => answer(span, () => newest === span && current());
    },
  };
}
