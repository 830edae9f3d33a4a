/**
 * @file The squared length of a mean that is only known through noisy replicates v_1 … v_R, without the noise's own length in it.
 *
 *     ⟨a, b⟩  = mean over r ≠ s of a_r·b_s          E a_r·b_s = E a · E b, because replicates are independent: no bias
 *     error   = jackknife over the replicates
 *
 * |mean of the v_r|² would be too large by the noise's variance over R. This estimate is not, so where there is nothing it falls
 * below 0 as often as above it: a value under two errors is nothing that was measured. Where there is nothing, the jackknife's
 * variance is about twice too large (the leading term of the statistic vanishes there): on the safe side.
 */

import type { Estimated } from "../results.ts";

/** Inner products of all pairs of replicates, [R, R]. */
export type Gram = readonly Float64Array[];

export function gramOf(replicates: readonly Float64Array[]): Gram {
  const gram = replicates.map(() => new Float64Array(replicates.length));
  replicates.forEach((a, r) => {
    for (let s = 0; s <= r; s++) gram[r]![s] = gram[s]![r] = dot(a, replicates[s]!);
  });
  return gram;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The sum of Gram matrices with factors. */
export function combined(parts: readonly (readonly [number, Gram])[]): Gram {
  return (parts[0]?.[1] ?? []).map((row, r) => row.map((_, s) => parts.reduce((sum, [factor, gram]) => sum + factor * gram[r]![s]!, 0)));
}

/** |E v|² and its standard error; at least three replicates. */
export function squaredNorm(gram: Gram): Estimated {
  const R = gram.length;
  const off = gram.map((row, r) => row.reduce((sum, product, s) => (s === r ? sum : sum + product), 0)); // Σ_{s≠r} v_r·v_s
  const total = off.reduce((sum, of) => sum + of, 0);
  const without = off.map((of) => (total - 2 * of) / ((R - 1) * (R - 2)));
  const mean = without.reduce((sum, of) => sum + of, 0) / R;
  const scatter = without.reduce((sum, of) => sum + (of - mean) ** 2, 0);
  return { value: total / (R * (R - 1)), error: Math.sqrt(((R - 1) / R) * scatter) };
}
