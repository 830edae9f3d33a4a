/**
 * @file The sine.
 *
 *     a = sin z,   a′ = cos z,   a″ = −sin z,   a‴ = −cos z
 */
import { sinOf } from "../../math/elementary.ts";
import { activation, activationSpec } from "../activation.ts";
import type { Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Sitzmann, V., Martel, J. N. P., Bergman, A. W., Lindell, D. B. and Wetzstein, G.",
    title: "Implicit neural representations with periodic activation functions",
    year: 2020,
    arxiv: "2006.09661",
  },
];

export const spec = activationSpec({
  id: "sin",
  title: "sin",
  about: "Waves: they settle nowhere.",
  formula: String.raw`\sin z`,
});

export const sinActivation = activation(spec, {
  gain: 1,
  value: sinOf,
  slopes: (z, m) => {
    const sine = m.sine(z);
    const cosine = m.cosine(z);
    return { value: sine, first: () => cosine, second: () => m.neg(sine), third: () => m.neg(cosine) };
  },
});
