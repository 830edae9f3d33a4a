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

/** What is under way, and what has landed. */
interface Flights {
  readonly steps: FusedSteps;
  readonly kernel: JetKernel;
  underWay: Promise<void>[];
  /** Of the weights: whatever belongs to an earlier one is forgotten. */
  generation: number;
  launched: number;
  /** What `launched` was when the mirrors were last made fresh. */
  pulled: number;
  /** The steps that the last good weights have taken, and those of the copy that has yet to prove itself. */
  good: number;
  aside: number | null;
  wrong: { readonly step: number; readonly term: string } | null;
  fault: { readonly error: unknown } | null;
}

export function createAhead(steps: FusedSteps, kernel: JetKernel): Ahead {
  const flights: Flights = {
    steps,
    kernel,
    underWay: [],
    generation: 0,
    launched: 0,
    pulled: 0,
    good: 0,
    aside: null,
    wrong: null,
    fault: null,
  };
  return {
    count: () => steps.count(),
    launch: (settings, uniforms, historyNow) => unlessOvertaken(flights, (mine) => launch(flights, mine, settings, uniforms, historyNow)),
    settle: () => unlessOvertaken(flights, (mine) => settleAll(flights, mine)),
    adopt(step) {
      flights.generation++;
      steps.push(kernel);
      steps.keep();
      steps.confirm();
      flights.good = step;
      flights.wrong = flights.fault = flights.aside = null;
      flights.pulled = flights.launched;
    },
    dispose() {
      flights.generation++;
    },
  };
}

const overtaken = (flights: Flights, mine: number): boolean => mine !== flights.generation;

/** An error that belongs to weights that have been replaced is swallowed: nobody waits for those any more. */
async function unlessOvertaken(flights: Flights, work: (mine: number) => Promise<void>): Promise<void> {
  const mine = flights.generation;
  try {
    await work(mine);
  } catch (error) {
    if (!overtaken(flights, mine)) throw error;
  }
}

function land(flights: Flights, outcomes: readonly StepOutcome[], history: History): void {
  for (const { step, parts, norm } of outcomes) {
    const at = parts.findIndex((part) => !Number.isFinite(part));
    if (at >= 0 || !Number.isFinite(norm)) flights.wrong ??= { step, term: flights.steps.names()[at] ?? "the gradient" };
    if (flights.wrong !== null) return;
    history.push(step, parts);
    if (flights.aside !== null && step > flights.aside) {
      flights.steps.confirm();
      flights.good = flights.aside;
      flights.aside = null;
    }
  }
}

function putAside(flights: Flights, step: number): void {
  if (flights.aside !== null || step - flights.good < ASIDE_EVERY) return;
  flights.steps.keep();
  flights.aside = step;
}

async function allLanded(flights: Flights): Promise<void> {
  while (flights.underWay.length > 0) await flights.underWay[0];
}

async function complain(flights: Flights, mine: number): Promise<void> {
  if (flights.fault === null && flights.wrong === null) return;
  await allLanded(flights);
  if (overtaken(flights, mine)) return;
  const { fault, wrong, steps, kernel } = flights;
  if (fault !== null) throw fault.error;
  if (wrong === null) return;
  steps.restore();
  await steps.pull(kernel);
  if (overtaken(flights, mine)) return;
  flights.wrong = flights.aside = null;
  flights.pulled = flights.launched;
  throw new WentWrong(wrong.step, wrong.term, flights.good);
}

async function launch(
  flights: Flights,
  mine: number,
  settings: readonly AdamSettings[],
  uniforms: Uniforms,
  historyNow: () => History,
): Promise<void> {
  const { steps } = flights;
  while (flights.underWay.length >= MOST_UNDER_WAY) await flights.underWay[0];
  await complain(flights, mine);
  while (!overtaken(flights, mine) && !steps.compiled()) await steps.ready();
  if (overtaken(flights, mine)) return;
  const history = historyNow();
  putAside(flights, settings[0]!.step - 1);
  flights.launched++;
  const flight = steps
    .submit(settings, uniforms)
    .then(
      (outcomes) => {
        if (!overtaken(flights, mine)) land(flights, outcomes, history);
      },
      (error: unknown) => {
        if (!overtaken(flights, mine)) flights.fault ??= { error };
      },
    )
    .finally(() => {
      flights.underWay = flights.underWay.filter((other) => other !== flight);
    });
  flights.underWay.push(flight);
}

async function settleAll(flights: Flights, mine: number): Promise<void> {
  await allLanded(flights);
  await complain(flights, mine);
  if (overtaken(flights, mine) || flights.pulled === flights.launched) return;
  const now = flights.launched;
  await flights.steps.pull(flights.kernel);
  if (!overtaken(flights, mine)) flights.pulled = now;
}
