/**
 * @file One animation loop for the stage: it moves the clock while that loops, and draws when something changed.
 *
 * A hidden tab gets no animation frames. Where drawing is slow (no GPU) every other frame is left to the training thread.
 */
import { advance, clock, loopFraction } from "../../state/clock.ts";

/** A drawing that takes longer than this is given only every other frame. */
const SLOW = 7; // ms

export interface Loop {
  /** Something changed: draw at the next frame. */
  invalidate(): void;
  stop(): void;
}

export function startLoop(draw: () => void, still: () => boolean): Loop {
  let dirty = true;
  let cost = 0;
  let odd = false;
  let began: number | undefined;
  let handle = requestAnimationFrame(tick);

  function tick(now: number): void {
    handle = requestAnimationFrame(tick);
    odd = !odd;
    if (cost > SLOW && odd) return;
    if (clock.getState().looping && !still()) {
      began ??= now;
      advance(loopFraction((now - began) / 1000));
    } else began = undefined;
    if (!dirty) return;
    dirty = false;
    const before = performance.now();
    draw();
    cost += 0.2 * (performance.now() - before - cost);
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
