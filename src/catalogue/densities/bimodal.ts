/**
 * @file Two Gaussians on the line, of unequal mass if one likes.
 *
 *     ρ(x) = q N(x; −a/2, w²) + (1 − q) N(x; a/2, w²)
 */
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Pearson, K.", title: "Contributions to the mathematical theory of evolution", year: 1894 },
];

export const spec = densitySpec({
  id: "bimodal",
  title: "Two modes",
  about: "Two Gaussians on the line: the flow has to split, and to split in the right proportion.",
  formula: String.raw`q\,\mathcal{N}(-\tfrac a2, w^2) + (1-q)\,\mathcal{N}(\tfrac a2, w^2)`,
  params: {
    distance: real({ symbol: "a", about: "Distance between the modes.", default: 3, min: 0, max: 20, applies: "resample" }),
    width: real({
      symbol: "w",
      about: "Standard deviation of each mode.",
      default: 0.4,
      min: 0.02,
      max: 5,
      scale: "log",
      applies: "resample",
    }),
    left: real({ symbol: "q", about: "Share of the left mode.", default: 0.4, min: 0.01, max: 0.99, applies: "resample" }),
  },
  canBeReference: true,
  dimension: () => 1,
});

export const bimodal = density(spec, ({ distance, width, left }) => {
  const means = [[-distance / 2], [distance / 2]];
  const weights = [left, 1 - left];
  return { ...isotropicMixture(means, width, weights), modes: means.map((mean, k) => ({ mean, sd: width, weight: weights[k]! })) };
});
