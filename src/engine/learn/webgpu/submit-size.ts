/**
 * @file How many steps go into one submit: as many as take about 10 ms, so that frames and sliders are served in between.
 *
 *     n ← n · (10 ms / time), at most doubled, smoothed by taking the geometric mean with what it was
 */

const SUBMIT_MS = 10;

export interface SubmitSize {
  count(): number;
  /** A submit of n steps took so long. */
  took(n: number, milliseconds: number): void;
}

export function createSubmitSize(most: number): SubmitSize {
  let perSubmit = 1;
  return {
    count: () => Math.max(1, Math.min(most, Math.round(perSubmit))),
    took(n, milliseconds) {
      const wanted = milliseconds > 0 ? (n * SUBMIT_MS) / milliseconds : most;
      perSubmit = Math.max(1, Math.min(most, 2 * perSubmit, Math.sqrt(perSubmit * wanted)));
    },
  };
}
