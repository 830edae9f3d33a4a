/**
 * @file SiLU, or swish: z weighted by the logistic function.
 *
 *     a = z s,   a′ = s + z s′,   a″ = 2 s′ + z s″,   a‴ = 3 s″ + z s‴,   s = 1 / (1 + e⁻ᶻ)
 */
import { expOf } from "../../math/elementary.ts";
import { activation, activationSpec } from "../activation.ts";
import type { Reference } from "../define.ts";
import { logistic } from "../logistic.ts";

export const references: readonly Reference[] = [
  {
    authors: "Elfwing, S., Uchibe, E. and Doya, K.",
    title: "Sigmoid-weighted linear units for neural network function approximation in reinforcement learning",
    year: 2018,
    arxiv: "1702.03118",
  },
];

export const spec = activationSpec({
  id: "silu",
  title: "SiLU",
  about: "A smooth rectifier that dips below 0.",
  formula: String.raw`\frac{z}{1+e^{-z}}`,
});

export const silu = activation(spec, {
  gain: Math.SQRT2,
  value: (x) => x / (1 + expOf(-x)),
  slopes: (z, m) => {
    const { s, s1 } = logistic(z, m);
    const s2 = m.mul(s1, m.muladd(-2, s, 1));
    const s3 = m.mul(s1, m.muladd(-6, s1, 1));
    return {
      value: m.mul(z, s),
      first: () => m.muladd(z, s1, s),
      second: () => m.muladd(z, s2, m.mul(2, s1)),
      third: () => m.muladd(z, s3, m.mul(3, s2)),
    };
  },
});
