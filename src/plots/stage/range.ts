/**
 * @file Colour ranges that stand still while training.
 *
 * A range is fitted once, to round numbers, and then kept: a map that fades is a map whose quantity falls. Only when it no longer
 * says anything (a quarter of the cells beyond its end, or all within an eighth of it) is it fitted again.
 */
import type { MapField } from "./field.ts";

/** The ends of a range over time: `high` at `times`, geometric in between. One time: the same always. */
export interface Scale {
  readonly times: readonly number[];
  readonly high: readonly number[];
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** 1, 2 or 5 times a power of ten, at or above a positive number. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((k) => k * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** The q-quantile of finite values; NaN of none. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

/**
 * The cells in the middle half of a field: where the population is, and not the far corners, where a quadratic is largest.
 * @internal
 */
export function middle({ values, columns, rows }: MapField): Float32Array {
  const [left, bottom] = [Math.floor(columns / 4), Math.floor(rows / 4)];
  const [across, up] = [Math.max(1, columns - 2 * left), Math.max(1, rows - 2 * bottom)];
  const found = new Float32Array(across * up);
  for (let row = 0; row < up; row += 1) {
    const from = (bottom + row) * columns + left;
    found.set(values.subarray(from, from + across), row * across);
  }
  return found;
}

export const fieldMedian = (field: MapField): number => quantile(middle(field), 0.5);

const distances = (field: MapField, centre: number): Float32Array => middle(field).map((value) => Math.abs(value - centre));

/** Cells that may lie beyond the end of a fitted range: a spike in a corner must not make the rest invisible. */
const WITHIN = 0.97;

/** The end of a range around `centre` that holds the fields. */
export function reach(fields: readonly MapField[], centreOf: (field: MapField) => number): number {
  const spans = fields.map((field) => quantile(distances(field, centreOf(field)), WITHIN));
  return roundUp(Math.max(...spans.filter(Number.isFinite), 0));
}

const MOST_BEYOND = 0.75;
const LEAST_USED = 1 / 8;

/** The range says nothing any more about this field. */
export function outgrown(high: number, field: MapField, centre: number): boolean {
  const found = distances(field, centre);
  return quantile(found, MOST_BEYOND) > high || quantile(found, WITHIN) < LEAST_USED * high;
}

export function highAt({ times, high }: Scale, t: number): number {
  const last = times.length - 1;
  if (last < 1 || t <= times[0]!) return high[0] ?? 1;
  if (t >= times[last]!) return high[last]!;
  let k = 0;
  while (times[k + 1]! <= t) k += 1;
  const weight = (t - times[k]!) / (times[k + 1]! - times[k]!);
  return high[k]! ** (1 - weight) * high[k + 1]! ** weight;
}
