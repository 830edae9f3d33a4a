/** @file The slope in time of what is known at any time: between two slices, at an end from three on one side. */

/** Of the horizon: what is between the slices. */
const MOMENT = 1e-3;

export function timeSlope(f: (t: number) => number, t: number, horizon: number): number {
  const h = MOMENT * horizon;
  if (t < h) return (-3 * f(t) + 4 * f(t + h) - f(t + 2 * h)) / (2 * h);
  if (t > horizon - h) return (3 * f(t) - 4 * f(t - h) + f(t - 2 * h)) / (2 * h);
  return (f(t + h) - f(t - h)) / (2 * h);
}
