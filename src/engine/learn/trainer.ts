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

/** Where the loop stands. */
interface Loop {
  readonly session: Session;
  readonly host: TrainerHost;
  running: boolean;
  scheduled: boolean;
  /** A loop that was paused in the middle of a step is still at it: playing on means going on with that one. */
  looping: boolean;
  slicing: Promise<void>;
  /** Steps still to take, and the orders given so far. */
  remaining: number;
  orders: number;
  /** Milliseconds of training. */
  spent: number;
}

export function createTrainer(session: Session, host: TrainerHost): Trainer {
  const loop: Loop = {
    session,
    host,
    running: false,
    scheduled: false,
    looping: false,
    slicing: Promise.resolve(),
    remaining: Number.POSITIVE_INFINITY,
    orders: 0,
    spent: 0,
  };
  return {
    play: () => {
      start(loop, Number.POSITIVE_INFINITY);
    },
    pause: () => {
      if (!loop.running) return;
      loop.running = false;
      host.stopped("paused");
    },
    steps: (count) => {
      start(loop, count);
    },
    playing: () => loop.running,
    seconds: () => loop.spent / 1000,
    finished: () => fraction(loop) >= 1,
    rewind: () => {
      loop.spent = 0;
    },
    settle: () => settle(loop),
  };
}

const fraction = ({ session, spent }: Loop): number => session.used(spent / 1000);

async function settle(loop: Loop): Promise<void> {
  await loop.slicing;
  const begin = loop.host.now();
  await loop.session.settle();
  loop.spent += loop.host.now() - begin;
}

async function slice(loop: Loop): Promise<void> {
  const { host } = loop;
  const begin = host.now();
  while (loop.running && loop.remaining > 0 && fraction(loop) < 1 && host.now() - begin < SLICE_MS) {
    const order = loop.orders;
    const taken = await host.advance(fraction(loop), Math.min(loop.remaining, loop.session.left()));
    // A step that was under way when so many were asked for is none of them.
    if (order === loop.orders) loop.remaining -= taken;
  }
  loop.spent += host.now() - begin;
}

async function turn(loop: Loop): Promise<void> {
  const { host } = loop;
  loop.scheduled = false;
  if (!loop.running) return;
  loop.looping = true;
  try {
    const own = slice(loop);
    loop.slicing = own.catch(() => undefined);
    await own;
    const why = fraction(loop) >= 1 ? "finished" : loop.remaining <= 0 ? "stepped" : null;
    if (why !== null) loop.running = false;
    if (why !== null) await settle(loop);
    await host.afterSlice();
    loop.looping = false;
    if (why !== null) host.stopped(why);
    schedule(loop);
  } catch (error) {
    loop.looping = loop.running = false;
    host.failed(error);
  }
}

function schedule(loop: Loop): void {
  if (loop.scheduled || loop.looping || !loop.running) return;
  loop.scheduled = true;
  loop.host.defer(() => void turn(loop));
}

function start(loop: Loop, count: number): void {
  if (fraction(loop) >= 1) {
    loop.host.stopped("finished");
    return;
  }
  loop.remaining = count;
  loop.orders++;
  loop.running = true;
  schedule(loop);
}
