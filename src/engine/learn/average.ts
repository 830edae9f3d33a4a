/**
 * @file The two ways to average over a batch.
 *
 *     mean             1/n Σ ℓ_i                        ∂/∂ℓ_i = 1/n
 *     log-mean-exp     log 1/n Σ exp ℓ_i                ∂/∂ℓ_i = exp ℓ_i / Σ exp ℓ        about the largest: nothing overflows
 */
import { expOf, logOf } from "../../math/elementary.ts";
import type { Dual } from "../../catalogue/dual.ts";

/** @param shares receives ∂/∂ℓ_i, where it is wanted */
export function averageOf(kind: Dual["average"], values: Float64Array, shares?: Float64Array): number {
  const n = values.length;
  let total = 0;
  if (kind === "mean") {
    for (const v of values) total += v;
    shares?.fill(1 / n);
    return total / n;
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (const v of values) largest = Math.max(largest, v);
  for (let i = 0; i < n; i++) {
    const share = expOf(values[i]! - largest);
    total += share;
    if (shares !== undefined) shares[i] = share;
  }
  if (shares !== undefined) for (let i = 0; i < n; i++) shares[i]! /= total;
  return largest + logOf(total / n);
}
