/**
 * @file Steps that run ahead of this thread on a device: two submits under way at most, their losses noted when they land.
 *
 *     launch → launch → …          land: losses into the history, a look for what is not finite
 *     put aside every 50 steps; it counts as good when the losses of the step after it are finite
 *
 * A step that went wrong is found out when it lands. Later steps on the device have not moved the weights (a gradient that is
 * not finite stops them) or are thrown away with them: `restore` goes back to the last good ones either way.
 *
 * A look waits for what is under way: two submits of some ten milliseconds each (`pace`), so a frame or a message waits 20 ms, less
 * than a frame is allowed to take itself; only a step that takes longer alone makes it more. The device trains meanwhile, and with
 * one submit under way it would stand still between any two: the wait is the price of a device that never does.
 *
 * Weights of another origin (`adopt`) are another generation. What was under way for the one before, an error too, is forgotten,
 * and a launch or a look that they overtake ends there; so it does at the end of the session, when nothing may be asked any more.
 */
import type { Uniforms } from "../game/evaluation.ts";
import type { FusedSteps, StepOutcome } from "./fused.ts";
import type { History } from "./history.ts";
import type { AdamSettings, JetKernel } from "../kernels/jets.ts";

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
  /** Nothing is asked of the steps from now on. */
  dispose(): void;
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

  const land = (outcomes: readonly StepOutcome[], history: History): void => {
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
  const overtaken = (mine: number): boolean => mine !== generation;
  const complain = async (mine: number): Promise<void> => {
    if (fault === null && wrong === null) return;
    await allLanded();
    if (overtaken(mine)) return;
    if (fault !== null) throw fault.error;
    if (wrong === null) return;
    const { step, term } = wrong;
    steps.restore();
    await steps.pull(kernel);
    if (overtaken(mine)) return;
    [wrong, aside, pulled] = [null, null, launched];
    throw new WentWrong(step, term, good);
  };
  /** What goes wrong with weights that are no more is nobody's concern. */
  const unlessOvertaken = async (work: (mine: number) => Promise<void>): Promise<void> => {
    const mine = generation;
    try {
      await work(mine);
    } catch (error) {
      if (!overtaken(mine)) throw error;
    }
  };

  return {
    count: () => steps.count(),
    launch: (settings, uniforms, historyNow) =>
      unlessOvertaken(async (mine) => {
        while (underWay.length >= MOST_UNDER_WAY) await underWay[0];
        await complain(mine);
        while (!overtaken(mine) && !steps.compiled()) await steps.ready();
        if (overtaken(mine)) return;
        const history = historyNow();
        putAside(settings[0]!.step - 1);
        launched++;
        const flight = steps
          .submit(settings, uniforms)
          .then(
            (outcomes) => {
              if (!overtaken(mine)) land(outcomes, history);
            },
            (error: unknown) => {
              if (!overtaken(mine)) fault ??= { error };
            },
          )
          .finally(() => {
            underWay = underWay.filter((other) => other !== flight);
          });
        underWay.push(flight);
      }),
    settle: () =>
      unlessOvertaken(async (mine) => {
        await allLanded();
        await complain(mine);
        if (overtaken(mine) || pulled === launched) return;
        const now = launched;
        await steps.pull(kernel);
        if (!overtaken(mine)) pulled = now;
      }),
    adopt(step) {
      generation++;
      steps.push(kernel);
      steps.keep();
      steps.confirm();
      good = step;
      [wrong, fault, aside, pulled] = [null, null, null, launched];
    },
    dispose() {
      generation++;
    },
  };
}
