/**
 * @file Two spirals wound into each other, each a mixture of 150 Gaussians at equal steps of area, hence nearly of length.
 *
 *     ± c θ (−cos θ, sin θ)/3 + ε noise,    θ = 3π √u,  u uniform on (0, 1)
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

const PER_ARM = 150;

export const references: readonly Reference[] = [
  { authors: "Lang, K. J. and Witbrock, M. J.", title: "Learning to tell two spirals apart", year: 1988 },
  {
    authors: "Grathwohl, W., Chen, R. T. Q., Bettencourt, J., Sutskever, I. and Duvenaud, D.",
    title: "FFJORD: free-form continuous dynamics for scalable reversible generative models",
    year: 2019,
    arxiv: "1810.01367",
  },
];

export const spec = densitySpec({
  id: "two-spirals",
  title: "Two spirals",
  about: "Two arms wound into each other: the hardest of the classic shapes to follow.",
  formula: String.raw`\pm\tfrac{c}{3}\,\theta\,(-\cos\theta, \sin\theta) + \varepsilon Z`,
  params: {
    noise: real({
      symbol: String.raw`\varepsilon`,
      about: "Thickness of the arms, before scaling.",
      default: 0.1,
      min: 0.05,
      max: 0.5,
      scale: "log",
      applies: "resample",
    }),
    scale: real({ symbol: "c", about: "Size of the whole.", default: 1, min: 0.1, max: 10, applies: "resample" }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const twoSpirals = density(spec, ({ noise, scale }) => {
  const arm = Array.from({ length: PER_ARM }, (_, i) => {
    const angle = 3 * Math.PI * Math.sqrt((i + 0.5) / PER_ARM);
    return [(-scale * angle * cosOf(angle)) / 3, (scale * angle * sinOf(angle)) / 3];
  });
  return isotropicMixture([...arm, ...arm.map((point) => point.map((value) => -value))], scale * noise);
});
