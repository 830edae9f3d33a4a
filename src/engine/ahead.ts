/**
 * @file Steps that run ahead of this thread on a device: two submits under way at most, their losses noted when they land.
 *
 *     launch → launch → …          land: losses into the history, a look for what is not finite
 *     put aside every 50 steps; it counts as good when the losses of the step after it are finite
 *
 * A step that went wrong is found out when it lands. Later steps on the device have not moved the weights (a gradient that is
 * not finite stops them) or are thrown away with them: `restore` goes back to the last good ones either way.
 */
import type { Uniforms } from "./evaluation.ts";
import type { FusedSteps, Outcome } from "./fused.ts";
import type { History } from "./history.ts";
import type { AdamSettings, JetKernel } from "./kernels/jets.ts";

/** So that the device has work while this thread wakes up. */
const MOST_UNDER_WAY = 2;

/** Steps between two copies of good weights. */
const ASIDE_EVERY = 50;

export class WentWrong extends Error {
  readonly step: number;
  readonly term: string;
  /** Steps that the good weights, which are back in the mirrors, have taken. */
  readonly good: number;

  constructor(step: number, term: string, good: number) {
    super(`${term} is not a finite number at step ${String(step)}`);
    this.step = step;
    this.term = term;
    this.good = good;
  }
}

export interface Ahead {
  /** Steps that a launch should have. */
  count(): number;
  /** Resolves when the steps are under way, with the values and the history of that moment. @throws WentWrong for earlier ones, or what the device says */
  launch(settings: readonly AdamSettings[], uniforms: Uniforms, history: () => History): Promise<void>;
  /** All steps have landed, and the mirrors are fresh. @throws as `launch` */
  settle(): Promise<void>;
  /** The mirrors hold other weights, that have taken so many steps. What is under way is forgotten. */
  adopt(step: number): void;
}

export function createAhead(steps: FusedSteps, kernel: JetKernel): Ahead {
  let underWay: Promise<void>[] = [];
  let generation = 0;
  let launched = 0;
  let pulled = 0;
  let good = 0;
  let aside: number | null = null;
  let wrong: { readonly step: number; readonly term: string } | null = null;
  let fault: { readonly error: unknown } | null = null;

  const land = (outcomes: readonly Outcome[], history: History): void => {
    for (const { step, parts, norm } of outcomes) {
      const at = parts.findIndex((part) => !Number.isFinite(part));
      if (at >= 0 || !Number.isFinite(norm)) wrong ??= { step, term: steps.names()[at] ?? "the gradient" };
      if (wrong !== null) return;
      history.push(step, parts);
      if (aside !== null && step > aside) {
        steps.confirm();
        [good, aside] = [aside, null];
      }
    }
  };
  const putAside = (step: number): void => {
    if (aside !== null || step - good < ASIDE_EVERY) return;
    steps.keep();
    aside = step;
  };
  const allLanded = async (): Promise<void> => {
    while (underWay.length > 0) await underWay[0];
  };
  const complain = async (): Promise<void> => {
    if (fault === null && wrong === null) return;
    await allLanded();
    if (fault !== null) throw fault.error;
    if (wrong === null) return;
    const { step, term } = wrong;
    steps.restore();
    await steps.pull(kernel);
    [wrong, aside, pulled] = [null, null, launched];
    throw new WentWrong(step, term, good);
  };

  return {
    count: () => steps.count(),
    async launch(settings, uniforms, historyNow) {
      const mine = generation;
      while (underWay.length >= MOST_UNDER_WAY) await underWay[0];
      await complain();
      while (!steps.compiled()) await steps.ready();
      if (mine !== generation) return;
      const history = historyNow();
      putAside(settings[0]!.step - 1);
      launched++;
      const flight = steps
        .submit(settings, uniforms)
        .then(
          (outcomes) => {
            if (mine === generation) land(outcomes, history);
          },
          (error: unknown) => {
            if (mine === generation) fault ??= { error };
          },
        )
        .finally(() => {
          underWay = underWay.filter((other) => other !== flight);
        });
      underWay.push(flight);
    },
    async settle() {
      await allLanded();
      await complain();
      if (pulled === launched) return;
      const now = launched;
      await steps.pull(kernel);
      pulled = now;
    },
    adopt(step) {
      generation++;
      steps.push(kernel);
      steps.keep();
      steps.confirm();
      good = step;
      [wrong, fault, aside, pulled] = [null, null, null, launched];
    },
  };
}
