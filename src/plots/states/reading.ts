/** @file Courses over time as they are read: a row of them, its value at a time, where it is largest, all states at a time. */
import type { StatesCourse, StatesSolved } from "../../engine/at-once-results.ts";

/** One state's row of [states, times]. */
export function rowOf(table: Float64Array, state: number, times: number): Float64Array {
  return table.subarray(state * times, (state + 1) * times);
}

/** Linear between the times, which ascend; held beyond them; NaN without any. */
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
  return states.map((_, k) => valueAt(times, rowOf(course.shares, k, times.length), t));
}

/** States in which something is chosen, by index. */
export function choosing({ states, times }: StatesSolved, { policy }: StatesCourse): readonly number[] {
  return states.flatMap((_, k) => (rowOf(policy, k, times.length).some((value) => !Number.isNaN(value)) ? [k] : []));
}

/** Where a row is least, and how much it is; null where it is nothing but NaN. */
export function least(times: Float64Array, row: Float64Array): { readonly value: number; readonly at: number } | null {
  let best = -1;
  row.forEach((value, k) => {
    if (!Number.isNaN(value) && (best < 0 || value < row[best]!)) best = k;
  });
  return best < 0 ? null : { value: row[best]!, at: times[best]! };
}

/** So many of n places, the first and the last among them. */
export function thinnedPlaces(n: number, most: number): readonly number[] {
  if (n <= most) return Array.from({ length: n }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.round((k * (n - 1)) / (most - 1)));
}
