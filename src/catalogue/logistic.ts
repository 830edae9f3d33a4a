/**
 * @file The logistic function and its derivatives, in lanes.
 *
 *     s = 1 / (1 + e⁻ᶻ),   s′ = s (1 − s),   s″ = s′ (1 − 2s),   s‴ = s′ (1 − 6 s′)
 */
import type { Lanes } from "./activation.ts";

/** With e = e^{−|z|}, where nothing overflows and s′ = e / (1 + e)² has no cancellation in 1 − s. */
export function logistic<V>(z: V, m: Lanes<V>): { readonly e: V; readonly s: V; readonly s1: V } {
  const e = m.expNegative(m.neg(m.abs(z)));
  const inverse = m.div(1, m.add(1, e));
  const s = m.choose(z, inverse, m.mul(e, inverse));
  return { e, s, s1: m.mul(m.mul(e, inverse), inverse) };
}
