/**
 * @file The worker's end of the wire: one run at a time, frames when the page is ready for them, measures now and then.
 *
 * While training plays, frames and measures are paid out of allowances: together they take at most a quarter of the worker's time.
 */
import type { ToWorker } from "../messages.ts";
import { answer } from "./answers.ts";
import { configure } from "./configure.ts";
import type { ServerHost } from "./host.ts";
import { createState, fail } from "./state.ts";

/** Messages that look at the weights: steps under way on a device are waited for. */
const LOOKS: ReadonlySet<ToWorker["kind"]> = new Set(["inspect", "save", "update", "measure"]);

export function serve(host: ServerHost): (message: ToWorker) => void {
  const state = createState(host);

  async function handle(message: ToWorker): Promise<void> {
    if (message.kind === "configure") {
      await configure(state, message);
      return;
    }
    if (state.atOnce?.runId === message.runId) {
      await state.atOnce.answer(message);
      return;
    }
    const r = state.run;
    if (r === null || message.runId !== r.runId) return;
    if (LOOKS.has(message.kind)) await r.trainer.settle();
    if (r === state.run) await answer(state, r, message);
  }

  return (message) => {
    handle(message).catch((error: unknown) => {
      fail(state, message.runId, state.run?.session.step() ?? 0, error);
    });
  };
}
