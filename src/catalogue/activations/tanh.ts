/**
 * @file The hyperbolic tangent.
 *
 *     a = tanh z,   a′ = 1 − a²,   a″ = −2 a a′,   a‴ = −2 (a a″ + a′²)
 */
import { tanhOf } from "../../math/elementary.ts";
import { activation, activationSpec } from "../activation.ts";
import type { Reference } from "../define.ts";

export const references: readonly Reference[] = [
  { authors: "LeCun, Y., Bottou, L., Orr, G. B. and Müller, K.-R.", title: "Efficient BackProp", year: 1998 },
];

export const spec = activationSpec({
  id: "tanh",
  title: "tanh",
  about: "Saturates far from 0.",
  formula: String.raw`\tanh z`,
});

export const tanhActivation = activation(spec, {
  gain: 1,
  value: tanhOf,
  slopes: (z, m) => {
    const value = m.tanh(z);
    const first = m.sub(1, m.mul(value, value));
    const second = m.mul(m.mul(-2, value), first);
    return { value, first: () => first, second: () => second, third: () => m.mul(-2, m.muladd(value, second, m.mul(first, first))) };
  },
});
