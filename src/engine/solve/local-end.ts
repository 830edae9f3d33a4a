/**
 * @file The end condition of a scaling sweep where the price at a node hangs on the density there alone.
 *
 *     ε y + price(y + log φ̂) = 0,     y = log φ(T)
 *
 * Prices that grow with the density make the left side grow, so there is one root at each node: Newton's method with a bracket. For the
 * reverse KL it is (π/φ̂)^(λ/(λ+ε)) in one step, for the forward KL Lambert's function, for a price without the density e^(−price/ε).
 */

/** The price and its slope in log ρ, at all nodes. */
export type LocalPrice = (logDensity: Float64Array, price: Float64Array, slope: Float64Array) => void;

const MOST_STEPS = 100;
const SETTLED = 1e-13;

export function localFit(epsilon: number, priceAt: LocalPrice): (logPhiHat: Float64Array, before: Float64Array) => Float64Array {
  return (logPhiHat, before) => {
    const n = before.length;
    const y = before.slice();
    const [low, high] = [new Float64Array(n).fill(-Infinity), new Float64Array(n).fill(Infinity)];
    const [logDensity, price, slope] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    for (let step = 0; step < MOST_STEPS; step++) {
      for (let i = 0; i < n; i++) logDensity[i] = y[i]! + logPhiHat[i]!;
      priceAt(logDensity, price, slope);
      let moving = false;
      for (let i = 0; i < n; i++) {
        const miss = epsilon * y[i]! + price[i]!;
        if (miss > 0) high[i] = Math.min(high[i]!, y[i]!);
        else low[i] = Math.max(low[i]!, y[i]!);
        const next = y[i]! - miss / (epsilon + slope[i]!);
        const inside = next > low[i]! && next < high[i]!;
        const by = (inside || miss === 0 ? (miss === 0 ? y[i]! : next) : between(low[i]!, high[i]!, y[i]!)) - y[i]!;
        y[i]! += by;
        moving ||= Math.abs(by) > SETTLED * (1 + Math.abs(y[i]!));
      }
      if (!moving) break;
    }
    return y;
  };
}

/** Halfway, or further out by doubling where there is no bracket yet. */
function between(low: number, high: number, at: number): number {
  if (low > -Infinity && high < Infinity) return (low + high) / 2;
  const reach = 1 + Math.abs(at);
  return low === -Infinity ? at - reach : at + reach;
}
