/**
 * @file One animation loop for the stage: it moves the clock while that runs, and draws when something changed.
 *
 * A hidden tab gets no animation frames. Where the machine cannot draw every frame (no GPU, a busy core) the loop first draws what
 * moves more coarsely, and sharply as soon as it rests; if that is not enough it draws fewer, so that training and controls keep
 * theirs.
 */
import { advance, clock, secondsAt } from "../../state/clock.ts";

/**
 * Frames that come later than `late` on average mean that the machine cannot keep up: then so much is left between two drawings.
 * Every other frame first, every third when that is not enough. A display that makes 40 a second shows more than half of 60 would,
 * and one long task must not count as a slow machine.
 */
const RATIONS = [
  { late: 34, rest: 46 },
  { late: 25, rest: 28 },
] as const; // ms

/** Frames later than this on average: what moves is drawn coarsely from then on. To and fro would be seen. */
const LATE = 22; // ms

/** A picture that stands so long is drawn sharply. */
const STANDS = 120; // ms

/** A gap this long was a pause (a hidden tab), not a slow machine. */
const PAUSE = 500; // ms

export interface Loop {
  /** Something changed: draw at the next frame. */
  invalidate(): void;
  stop(): void;
}

/** @param draw `coarse`: it moves, and the machine is slow */
export function startLoop(draw: (coarse: boolean) => void, still: () => boolean): Loop {
  let dirty = true;
  let slow = false;
  /** The last picture is a coarse one. */
  let owed = false;
  let changed = -Infinity;
  let interval = 16;
  let last: number | undefined;
  let drawn = -Infinity;
  /** When the clock was moved last, and how far into its loop it is; undefined while it is held. */
  let moved: number | undefined;
  let seconds = 0;
  let handle = requestAnimationFrame(tick);

  function tick(now: number): void {
    handle = requestAnimationFrame(tick);
    const gap = now - (last ?? now);
    last = now;
    if (gap < PAUSE) interval += 0.05 * (gap - interval);
    slow ||= interval > LATE;
    const ration = RATIONS.find(({ late }) => interval > late);
    if (ration !== undefined && now - drawn < ration.rest) return;
    if (clock.getState().looping && !still()) run(now);
    else moved = undefined;
    const moves = now - changed < STANDS;
    if (!dirty && (moves || !owed)) return;
    dirty = false;
    drawn = now;
    owed = slow && moves;
    draw(owed);
  }

  function run(now: number): void {
    const { fraction, speed } = clock.getState();
    // A held time goes on from where it was held; from the end it begins again.
    if (moved === undefined) seconds = fraction < 1 ? secondsAt(fraction) : 0;
    else seconds += (speed * Math.min(PAUSE, now - moved)) / 1000;
    moved = now;
    advance(seconds);
  }

  const unclock = clock.subscribe((state, before) => {
    if (state.fraction === before.fraction) return;
    dirty = true;
    changed = performance.now();
  });
  return {
    invalidate: () => {
      dirty = true;
    },
    stop: () => {
      cancelAnimationFrame(handle);
      unclock();
    },
  };
}
