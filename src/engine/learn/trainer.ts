/**
 * @file The training loop, in slices: a slice of steps, then the caller's turn, so that messages are heard between slices.
 *
 * Clock and scheduler are arguments. `seconds` is training time: slices only, without frames, measures and pauses.
 */
import type { Session } from "./session.ts";

/** Work between two looks at the mailbox. */
const SLICE_MS = 12;

export interface TrainerHost {
  /** Milliseconds. */
  now(): number;
  /** Runs the next slice after pending messages. */
  defer(work: () => void): void;
  /** One step of the run, or as many as are worth while, up to `most`; and of the run beside it if there is one. Says how many. */
  advance(fraction: number, most: number): Promise<number>;
  /** After each slice. Awaited: frames and measures are made here, and do not count as training time. */
  afterSlice(): Promise<void>;
  stopped(why: "paused" | "finished" | "stepped"): void;
  failed(error: unknown): void;
}

export interface Trainer {
  play(): void;
  pause(): void;
  /** So many steps, then stop. */
  steps(count: number): void;
  playing(): boolean;
  seconds(): number;
  finished(): boolean;
  /** Forget the time spent: after a reset. */
  rewind(): void;
  /** Waits for steps under way on a device, which is time of training; the weights are here then. */
  settle(): Promise<void>;
}

export function createTrainer(session: Session, host: TrainerHost): Trainer {
  let running = false;
  let scheduled = false;
  /** A loop that was paused in the middle of a step is still at it: playing on means going on with that one. */
  let looping = false;
  let slicing: Promise<void> = Promise.resolve();
  let remaining = Number.POSITIVE_INFINITY;
  let orders = 0;
  let spent = 0;

  const fraction = (): number => {
    const { stop } = session.setup().experiment.training;
    return "seconds" in stop ? spent / 1000 / stop.seconds : session.step() / stop.steps;
  };

  const stepsLeft = (): number => {
    const { stop } = session.setup().experiment.training;
    return "steps" in stop ? stop.steps - session.step() : Number.POSITIVE_INFINITY;
  };
  const settle = async (): Promise<void> => {
    await slicing;
    const start = host.now();
    await session.settle();
    spent += host.now() - start;
  };

  const slice = async (): Promise<void> => {
    const start = host.now();
    while (running && remaining > 0 && fraction() < 1 && host.now() - start < SLICE_MS) {
      const order = orders;
      const taken = await host.advance(fraction(), Math.min(remaining, stepsLeft()));
      // A step that was under way when so many were asked for is none of them.
      if (order === orders) remaining -= taken;
    }
    spent += host.now() - start;
  };

  const loop = async (): Promise<void> => {
    scheduled = false;
    if (!running) return;
    looping = true;
    try {
      const own = slice();
      slicing = own.catch(() => undefined);
      await own;
      const why = fraction() >= 1 ? "finished" : remaining <= 0 ? "stepped" : null;
      if (why !== null) running = false;
      if (why !== null) await settle();
      await host.afterSlice();
      looping = false;
      if (why !== null) host.stopped(why);
      schedule();
    } catch (error) {
      looping = running = false;
      host.failed(error);
    }
  };
  const schedule = (): void => {
    if (scheduled || looping || !running) return;
    scheduled = true;
    host.defer(() => void loop());
  };
  const start = (count: number): void => {
    if (fraction() >= 1) {
      host.stopped("finished");
      return;
    }
    remaining = count;
    orders++;
    running = true;
    schedule();
  };

  return {
    play: () => {
      start(Number.POSITIVE_INFINITY);
    },
    pause: () => {
      if (!running) return;
      running = false;
      host.stopped("paused");
    },
    steps: start,
    playing: () => running,
    seconds: () => spent / 1000,
    finished: () => fraction() >= 1,
    rewind: () => {
      spent = 0;
    },
    settle,
  };
}
