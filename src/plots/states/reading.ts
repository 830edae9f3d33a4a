/** @file Courses over time as they are read: a row of them, its value at a time, all states at a time. */
import type { StatesCourse, StatesSolved } from "../../engine/at-once-results.ts";

/** One state's row of [states, times]. */
export function courseRow(table: Float64Array, state: number, times: number): Float64Array {
  return table.subarray(state * times, (state + 1) * times);
}

/** Linear between the times, which ascend; held beyond them; NaN without any. @internal */
export function valueAt(times: Float64Array, row: Float64Array, t: number): number {
  const last = times.length - 1;
  if (last < 0) return Number.NaN;
  if (!(t > times[0]!)) return row[0]!;
  if (t >= times[last]!) return row[last]!;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= t) low = middle;
    else high = middle;
  }
  const share = (t - times[low]!) / (times[high]! - times[low]!);
  return row[low]! + share * (row[high]! - row[low]!);
}

/** Shares of all states at a time, [states]. */
export function sharesAt({ times, states }: StatesSolved, course: StatesCourse, t: number): readonly number[] {
  return states.map((_, k) => valueAt(times, courseRow(course.shares, k, times.length), t));
}

/** So many of n places, the first and the last among them. */
export function thinnedPlaces(n: number, most: number): readonly number[] {
  if (n <= most) return Array.from({ length: n }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.round((k * (n - 1)) / (most - 1)));
}
