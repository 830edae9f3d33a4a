/**
 * @file Three Gaussians on the line; the middle one has its own share.
 *
 *     ρ(x) = ½(1 − q) N(x; −a, w²) + q N(x; 0, w²) + ½(1 − q) N(x; a, w²)
 */
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Pearson, K.", title: "Contributions to the mathematical theory of evolution", year: 1894 },
];

export const spec = densitySpec({
  id: "trimodal",
  title: "Three modes",
  about: "Three Gaussians on the line: the middle of the mass stays where it is, the sides must leave.",
  formula: String.raw`\tfrac{1-q}{2}\,\mathcal{N}(\pm a, w^2) + q\,\mathcal{N}(0, w^2)`,
  params: {
    distance: real({
      symbol: "a",
      about: "Distance of the outer modes from the middle.",
      default: 2.5,
      min: 0,
      max: 20,
      applies: "resample",
    }),
    width: real({
      symbol: "w",
      about: "Standard deviation of each mode.",
      default: 0.35,
      min: 0.02,
      max: 5,
      scale: "log",
      applies: "resample",
    }),
    middle: real({ symbol: "q", about: "Share of the middle mode.", default: 0.5, min: 0.01, max: 0.99, applies: "resample" }),
  },
  canBeReference: true,
  dimension: () => 1,
});

export const trimodal = density(spec, ({ distance, width, middle }) => {
  const means = [[-distance], [0], [distance]];
  const weights = [(1 - middle) / 2, middle, (1 - middle) / 2];
  return { ...isotropicMixture(means, width, weights), modes: means.map((mean, k) => ({ mean, sd: width, weight: weights[k]! })) };
});
