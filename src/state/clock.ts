/**
 * @file The time shown on the stage, as a fraction of T, outside React because it moves sixty times a second.
 *
 * Untouched, it loops: the flow runs, rests at the data, and begins again. As soon as somebody moves it, it is theirs.
 */
import { createStore } from "zustand/vanilla";

interface Clock {
  readonly fraction: number;
  /** The time runs. */
  readonly looping: boolean;
  /** It begins again after its rest; otherwise it stops at T. */
  readonly repeat: boolean;
  /** Times the ordinary speed. */
  readonly speed: number;
}

export const clock = createStore<Clock>(() => ({ fraction: 1, looping: true, repeat: true, speed: 1 }));

export const SPEEDS = [0.25, 0.5, 1, 2] as const;

/** Seconds of one loop at speed 1: the flow, then a rest at the data. */
const RUN = 4.5;
const REST = 1.6;

/** The fraction shown `seconds` after a loop began: smooth at both ends. */
export function loopFraction(seconds: number): number {
  const phase = seconds % (RUN + REST);
  if (phase >= RUN) return 1;
  const u = phase / RUN;
  return u * u * (3 - 2 * u);
}

/** The seconds after the beginning of a loop at which it shows a fraction: where a loop goes on that was held. */
export function secondsAt(fraction: number): number {
  if (!(fraction < 1)) return RUN;
  // u²(3 − 2u) = f  has the solution u = ½ − sin(asin(1 − 2f)/3) in [0, 1].
  return RUN * (0.5 - Math.sin(Math.asin(1 - 2 * Math.max(0, fraction)) / 3));
}

export function holdAt(fraction: number): void {
  clock.setState({ fraction: Math.min(1, Math.max(0, fraction)), looping: false });
}

export function loopTime(looping: boolean): void {
  clock.setState({ looping });
}

export function setSpeed(speed: number): void {
  clock.setState({ speed });
}

export function setRepeat(repeat: boolean): void {
  clock.setState({ repeat });
}

/** The loop's own step; it never takes the slider from a hand. Past its end a loop that does not repeat holds at T. */
export function advance(seconds: number): void {
  const { looping, repeat } = clock.getState();
  if (!looping) return;
  if (!repeat && seconds >= RUN) holdAt(1);
  else clock.setState({ fraction: loopFraction(seconds) });
}
