/**
 * @file log cosh, up to log 2: an antiderivative of tanh, as OT-Flow has it.
 *
 *     a = log(2 cosh z) = |z| + log(1 + e),   a′ = tanh z,   a″ = 4e / (1 + e)²,   a‴ = −2 a′ a″,   e = e^{−2|z|}
 */
import { expOf, log1pOf } from "../../math/elementary.ts";
import { activation, activationSpec } from "../activation.ts";
import type { Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Onken, D., Wu Fung, S., Li, X. and Ruthotto, L.",
    title: "OT-Flow: fast and accurate continuous normalizing flows via optimal transport",
    year: 2021,
    arxiv: "2006.00104",
  },
];

export const spec = activationSpec({
  id: "log-cosh",
  title: "log cosh (antiderivative of tanh)",
  about: "The velocity of a potential is then made of tanh.",
  formula: String.raw`\log(2\cosh z)`,
});

export const logCosh = activation(spec, {
  gain: 1,
  value: (x) => Math.abs(x) + log1pOf(expOf(-2 * Math.abs(x))),
  slopes: (z, m) => {
    const e = m.expNegative(m.mul(-2, m.abs(z)));
    const inverse = m.div(1, m.add(1, e));
    const first = m.tanh(z); // (1 − e) / (1 + e) would lose its digits near 0
    const second = m.mul(4, m.mul(m.mul(e, inverse), inverse));
    return {
      value: m.add(m.abs(z), m.logOnePlus(e)),
      first: () => first,
      second: () => second,
      third: () => m.mul(m.mul(-2, first), second),
    };
  },
});
