/**
 * @file The flow between its recorded times: positions at any t are linear in t between two records.
 *
 *     x(t) = (1 − w) x(t_k) + w x(t_{k+1}),    w = (t − t_k) / (t_{k+1} − t_k)
 *
 * The picture is then piecewise linear, never more accurate than the records; the numbers on the screen never come from here.
 */

/** Positions [K, n, d] at the times [K]. */
export interface Recorded {
  readonly times: Float32Array;
  readonly paths: Float32Array;
  readonly dimension: 1 | 2;
}

export function particleCount({ times, paths, dimension }: Recorded): number {
  return times.length === 0 ? 0 : Math.floor(paths.length / (times.length * dimension));
}

/** The record before t and how far t is towards the next one. */
export function bracket(times: Float32Array, t: number): { readonly index: number; readonly weight: number } {
  const last = times.length - 1;
  if (last < 1 || t <= times[0]!) return { index: 0, weight: 0 };
  if (t >= times[last]!) return { index: last - 1, weight: 1 };
  let index = 0;
  while (times[index + 1]! <= t) index += 1;
  return { index, weight: (t - times[index]!) / (times[index + 1]! - times[index]!) };
}

/** Positions at time t, written into `out` [n, d]; returns n. */
export function positionsAt(recorded: Recorded, t: number, out: Float32Array): number {
  const { times, paths, dimension } = recorded;
  const n = particleCount(recorded);
  const size = n * dimension;
  const { index, weight } = bracket(times, t);
  const from = index * size;
  const to = times.length > 1 ? from + size : from;
  for (let i = 0; i < size; i += 1) out[i] = (1 - weight) * paths[from + i]! + weight * paths[to + i]!;
  return n;
}
