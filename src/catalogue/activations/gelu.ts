/**
 * @file GELU: z weighted by the standard normal distribution function, exactly and not by its fit with tanh.
 *
 *     a = z Φ(z),   a′ = Φ + z φ,   a″ = φ (2 − z²),   a‴ = φ z (z² − 4)
 *     Φ(−|z|) = e^{−z²/2} t P(t),   t = 1 / (1 + 5|z|/16)
 *
 * t P(t) is erfcx(|z|/√2)/2, which neither underflows nor cancels; P, of degree 9, was fitted to it over 0 < t ≤ 1 at its relative error.
 */
import { erfc } from "../../math/special.ts";
import { activation, activationSpec } from "../activation.ts";
import type { Reference } from "../define.ts";

export const references: readonly Reference[] = [
  { authors: "Hendrycks, D. and Gimpel, K.", title: "Gaussian error linear units (GELUs)", year: 2016, arxiv: "1606.08415" },
];

export const spec = activationSpec({
  id: "gelu",
  title: "GELU",
  about: "A smooth rectifier: z, weighted by a normal probability.",
  formula: String.raw`z\,\Phi(z)`,
});

/** Within 5e-8 of erfcx(|z|/√2)/2t. */
const TAIL = [
  -0.0186208178, 0.0910697299, -0.154259463, 0.083373586, -0.0135773833, 0.0629684141, 0.0871501391, 0.112558451, 0.1246679, 0.124669469,
];

export const gelu = activation(spec, {
  gain: Math.SQRT2,
  value: (x) => (x / 2) * erfc(-x * Math.SQRT1_2),
  slopes: (z, m) => {
    const square = m.mul(z, z);
    const e = m.expNegative(m.mul(-0.5, square));
    const t = m.div(1, m.muladd(0.3125, m.abs(z), 1));
    const tail = m.mul(m.mul(e, t), m.polynomial(t, TAIL));
    const share = m.choose(z, m.sub(1, tail), tail);
    const density = m.mul(e, 0.39894228);
    return {
      value: m.mul(z, share),
      first: () => m.muladd(z, density, share),
      second: () => m.mul(density, m.sub(2, square)),
      third: () => m.mul(m.mul(density, z), m.sub(square, 4)),
    };
  },
});
