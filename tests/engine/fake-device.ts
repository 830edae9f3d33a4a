/** @file A device that takes whole steps on paper: it notes what it is asked, and answers when it is told to. */
import type { FusedSteps, StepOutcome } from "../../src/engine/learn/fused.ts";
import type { AdamSettings } from "../../src/engine/kernels/jets.ts";
import { turn } from "./late.ts";

const COUNTED = { steps: 0, dispatches: 0, submits: 0, bytesUp: 0, bytesDown: 0, milliseconds: 0 };

/** What must not be asked of a device after its end is an error, as on a real one. */
export function device(count = 1) {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  let compiled = true;
  let disposed = false;
  let refusal: string | null = null;
  /** The loss of a step: not finite, if it is to go wrong. */
  let lossOf = (step: number): number => step;
  const answer = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const note = (what: string): void => {
    if (disposed) throw new Error(`${what} after the end`);
    asked.push(what);
  };
  const steps: FusedSteps = {
    names: () => ["loss"],
    async ready() {
      note("compile");
      await answer();
      if (!disposed) compiled = true;
    },
    compiled: () => compiled,
    count: () => count,
    async submit(settings: readonly AdamSettings[]) {
      note(`submit ${settings.map(({ step }) => step).join(" ")}`);
      await answer();
      return settings.map(({ step }): StepOutcome => ({ step, parts: Float64Array.of(lossOf(step)), norm: 1 }));
    },
    keep: () => note("keep"),
    confirm: () => note("confirm"),
    restore: () => note("restore"),
    push: () => note("push"),
    async pull() {
      note("pull");
      await answer();
    },
    renew: () => {
      compiled = false;
      return refusal;
    },
    counters: () => COUNTED,
    dispose() {
      note("dispose");
      disposed = true;
      compiled = false;
    },
  };
  return {
    steps,
    asked,
    /** Everything that waits is answered, and what is asked upon that too. */
    async answerAll() {
      for (let k = 0; k < 10; k++) {
        waiting.splice(0).forEach((resolve) => resolve());
        await turn();
      }
    },
    async answerOne() {
      waiting.shift()?.();
      await turn();
    },
    refuse(why: string) {
      refusal = why;
    },
    fail(at: number) {
      lossOf = (step) => (step === at ? Number.NaN : step);
    },
  };
}
