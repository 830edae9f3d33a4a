/** @file Steps a second by the clock on the wall, over the last two seconds: frames, measures and other programs included. */
const WINDOW = 2000; // ms

/** Notes closer than this add nothing. */
const APART = 50; // ms

export interface StepRate {
  note(now: number, step: number): void;
  stepsPerSecond(): number;
  /** Training stops, or the count jumps: what comes is not measured against what was. */
  clear(): void;
}

export function stepRate(): StepRate {
  let notes: { readonly at: number; readonly step: number }[] = [];
  let newest: { readonly at: number; readonly step: number } | null = null;
  return {
    note(now, step) {
      newest = { at: now, step };
      const last = notes.at(-1);
      if (last === undefined || now - last.at >= APART) notes.push(newest);
      // One note from before the window stays: it is where the window begins.
      const first = notes.findLastIndex(({ at }) => at <= now - WINDOW);
      if (first > 0) notes = notes.slice(first);
    },
    stepsPerSecond() {
      const [first] = notes;
      if (first === undefined || newest === null || newest.at <= first.at) return 0;
      return (1000 * (newest.step - first.step)) / (newest.at - first.at);
    },
    clear() {
      notes = [];
      newest = null;
    },
  };
}
