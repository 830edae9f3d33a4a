/** @file The stage's loop on a fast and on a slow machine: what moves may be coarse, what rests is sharp, what stands still is not drawn. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { clock, holdAt } from "../../src/state/clock.ts";
import { type Loop, startLoop } from "../../src/ui/stage/loop.ts";

let frame: (now: number) => void;
let loop: Loop;
let drawn: boolean[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.stubGlobal("requestAnimationFrame", (callback: (now: number) => void) => {
    frame = callback;
    return 1;
  });
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
  drawn = [];
  loop = startLoop(
    (coarse) => drawn.push(coarse),
    () => true, // the clock is moved here, not by the loop
  );
});

afterEach(() => {
  loop.stop();
  clock.setState(clock.getInitialState(), true);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** So many frames, so far apart; the time moves at each of them, or stands. */
function frames(count: number, milliseconds: number, moving: boolean): void {
  for (let k = 0; k < count; k += 1) {
    vi.advanceTimersByTime(milliseconds);
    if (moving) holdAt((clock.getState().fraction + 0.01) % 1);
    frame(performance.now());
  }
}

it("draws every picture sharply where the display keeps its pace, and nothing while nothing changes", () => {
  frames(100, 16.7, true);
  expect(drawn).toHaveLength(100);
  expect(drawn).not.toContain(true);
  frames(50, 16.7, false);
  expect(drawn).toHaveLength(100);
  loop.invalidate();
  frames(2, 16.7, false);
  expect(drawn).toHaveLength(101);
});

it("draws what moves coarsely where pictures come late, once and for all, and once sharply when it rests", () => {
  frames(60, 24, true);
  expect(drawn.at(-1)).toBe(true);
  const before = drawn.length;
  frames(30, 24, false);
  expect(drawn.slice(before)).toEqual([false]);
  // A picture that changes for another reason while the time stands is sharp.
  loop.invalidate();
  frames(1, 24, false);
  expect(drawn.at(-1)).toBe(false);
  // The machine keeps its pace now, because pictures are coarse: it must not go to and fro.
  frames(100, 16.7, true);
  expect(drawn.slice(-100)).not.toContain(false);
});

it("draws fewer pictures where even that is too much", () => {
  frames(60, 40, true);
  const late = drawn.length;
  frames(60, 40, true);
  expect(drawn.length - late).toBe(30);
});
