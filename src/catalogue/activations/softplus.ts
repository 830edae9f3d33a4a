/**
 * @file Softplus: a rectifier with its corner rounded off.
 *
 *     a = log(1 + eᶻ) = max(z, 0) + log(1 + e^{−|z|}),   a′ = s,   a″ = s (1 − s),   a‴ = a″ (1 − 2s),   s = 1 / (1 + e⁻ᶻ)
 */
import { expOf, log1pOf } from "../../math/elementary.ts";
import { activation, activationSpec } from "../activation.ts";
import type { Reference } from "../define.ts";
import { logistic } from "../logistic.ts";

export const references: readonly Reference[] = [
  {
    authors: "Dugas, C., Bengio, Y., Bélisle, F., Nadeau, C. and Garcia, R.",
    title: "Incorporating second-order functional knowledge for better option pricing",
    year: 2001,
  },
];

export const spec = activationSpec({
  id: "softplus",
  title: "softplus",
  about: "A smooth rectifier, convex.",
  formula: String.raw`\log(1+e^z)`,
});

export const softplus = activation(spec, {
  gain: Math.SQRT2,
  value: (x) => Math.max(x, 0) + log1pOf(expOf(-Math.abs(x))),
  slopes: (z, m) => {
    const { e, s, s1 } = logistic(z, m);
    return {
      value: m.add(m.positive(z), m.logOnePlus(e)),
      first: () => s,
      second: () => s1,
      third: () => m.mul(s1, m.muladd(-2, s, 1)),
    };
  },
});
