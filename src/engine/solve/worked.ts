/** @file A solver at work, sweep by sweep, until it has ended. */
import type { Pause } from "../learn/pause.ts";

/** What happens between two sweeps. */
export interface Working {
  readonly pause?: Pause;
  readonly tell?: (sweeps: number, change: number) => void;
}

export async function worked<Found>(
  work: Generator<{ readonly iterations: number; readonly change: number }, Found>,
  { tell, pause }: Working,
): Promise<Found> {
  let step = work.next();
  while (step.done !== true) {
    tell?.(step.value.iterations, step.value.change);
    await pause?.();
    step = work.next();
  }
  return step.value;
}
