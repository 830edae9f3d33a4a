/**
 * @file Equal Gaussians on a circle: the classic test of whether a model finds every mode.
 *
 *     ρ(x) = (1/K) Σ N(x; R (cos 2πk/K, sin 2πk/K), w² I)
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { integer, real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Grathwohl, W., Chen, R. T. Q., Bettencourt, J., Sutskever, I. and Duvenaud, D.",
    title: "FFJORD: free-form continuous dynamics for scalable reversible generative models",
    year: 2019,
    arxiv: "1810.01367",
  },
];

export const spec = densitySpec({
  id: "ring-mixture",
  title: "Ring of Gaussians",
  about: "Equal Gaussians around a circle: every mode must be found, and none may be joined to the next.",
  formula: String.raw`\tfrac{1}{K} \sum_k \mathcal{N}(R e_k, w^2 I)`,
  params: {
    modes: integer({ symbol: "K", about: "How many Gaussians stand on the circle.", default: 8, min: 1, max: 32, applies: "resample" }),
    radius: real({ symbol: "R", about: "Radius of the circle.", default: 2, min: 0.1, max: 20, applies: "resample" }),
    width: real({
      symbol: "w",
      about: "Standard deviation of each Gaussian.",
      default: 0.2,
      min: 0.01,
      max: 5,
      scale: "log",
      applies: "resample",
    }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const ringMixture = density(spec, ({ modes: count, radius, width }) => {
  const angles = Array.from({ length: count }, (_, k) => (2 * Math.PI * k) / count);
  const built = isotropicMixture(
    angles.map((angle) => [radius * cosOf(angle), radius * sinOf(angle)]),
    width,
  );
  return { ...built, modes: built.means.map((mean) => ({ mean, sd: width, weight: 1 / count })) };
});
