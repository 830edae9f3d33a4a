/**
 * @file One animation loop for the stage: it moves the clock while that loops, and draws when something changed.
 *
 * A hidden tab gets no animation frames. Where the machine cannot draw every frame (no GPU, a busy core) the loop draws fewer,
 * so that training and controls keep theirs.
 */
import { advance, clock, loopFraction } from "../../state/clock.ts";

/** Frames that come later than this on average mean that the machine cannot keep up. */
const LATE = 21; // ms

/** Then this is left between two drawings. */
const REST = 48; // ms

/** A gap this long was a pause (a hidden tab), not a slow machine. */
const PAUSE = 500; // ms

export interface Loop {
  /** Something changed: draw at the next frame. */
  invalidate(): void;
  stop(): void;
}

export function startLoop(draw: () => void, still: () => boolean): Loop {
  let dirty = true;
  let interval = 16;
  let last: number | undefined;
  let drawn = -Infinity;
  let began: number | undefined;
  let handle = requestAnimationFrame(tick);

  function tick(now: number): void {
    handle = requestAnimationFrame(tick);
    const gap = now - (last ?? now);
    last = now;
    if (gap < PAUSE) interval += 0.05 * (gap - interval);
    if (interval > LATE && now - drawn < REST) return;
    if (clock.getState().looping && !still()) {
      began ??= now;
      advance(loopFraction((now - began) / 1000));
    } else began = undefined;
    if (!dirty) return;
    dirty = false;
    drawn = now;
    draw();
  }

  const unclock = clock.subscribe(() => {
    dirty = true;
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
