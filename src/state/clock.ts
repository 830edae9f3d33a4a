/**
 * @file The time shown on the stage, as a fraction of T, outside React because it moves sixty times a second.
 *
 * Untouched, it loops: the flow runs, rests at the data, and begins again. As soon as somebody moves it, it is theirs.
 */
import { createStore } from "zustand/vanilla";

interface Clock {
  readonly fraction: number;
  readonly looping: boolean;
}

export const clock = createStore<Clock>(() => ({ fraction: 1, looping: true }));

/** Seconds of one loop: the flow, then a rest at the data. */
const RUN = 4.5;
const REST = 1.6;

/** The fraction shown `seconds` after a loop began: smooth at both ends. */
export function loopFraction(seconds: number): number {
  const phase = seconds % (RUN + REST);
  if (phase >= RUN) return 1;
  const u = phase / RUN;
  return u * u * (3 - 2 * u);
}

export function holdAt(fraction: number): void {
  clock.setState({ fraction: Math.min(1, Math.max(0, fraction)), looping: false });
}

export function loopTime(looping: boolean): void {
  clock.setState({ looping });
}

/** The loop's own step; it never takes the slider from a hand. */
export function advance(fraction: number): void {
  if (clock.getState().looping) clock.setState({ fraction });
}
