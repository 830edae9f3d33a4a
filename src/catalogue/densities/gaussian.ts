/**
 * @file One Gaussian, on the line or in the plane: the density whose every game has a closed form to compare with.
 *
 *     ρ(x) = (2π)^{−d/2} |C|^{−1/2} exp(−½ (x − m)ᵀ C⁻¹ (x − m))
 */
import { gaussianMixture } from "../../math/laws/gaussian-mixture.ts";
import { identity, isPositiveDefinite, type Matrix } from "../../math/matrices.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { matrix, vector } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Takatsu, A.", title: "Wasserstein geometry of Gaussian measures", year: 2011 },
];

export const spec = densitySpec({
  id: "gaussian",
  title: "Gaussian",
  about: "One Gaussian; on the line if its mean has one number, in the plane if it has two.",
  formula: String.raw`\mathcal{N}(m, C)`,
  params: {
    mean: vector({
      symbol: "m",
      about: "Where the Gaussian sits. One number puts it on the line, two in the plane.",
      default: [0, 0],
      lengths: [1, 2],
      applies: "resample",
    }),
    covariance: matrix({
      symbol: "C",
      about: "Its spread along the axes, and how the coordinates go together. Symmetric, positive definite.",
      default: [
        [1, 0],
        [0, 1],
      ],
      rows: [1, 2],
      columns: [1, 2],
      min: -10_000,
      max: 10_000,
      positiveDefinite: true,
      applies: "resample",
    }),
  },
  canBeReference: true,
  dimension: (params) => (params["mean"] as readonly number[]).length as 1 | 2,
  complete(given) {
    const mean = given["mean"] as readonly number[] | undefined;
    const covariance = given["covariance"] as Matrix | undefined;
    if (mean && !covariance) return { ...given, covariance: identity(mean.length) };
    if (covariance && !mean) return { ...given, mean: covariance.map(() => 0) };
    return given;
  },
  check(params) {
    const mean = params["mean"] as readonly number[];
    const covariance = params["covariance"] as Matrix;
    if (covariance.length !== mean.length || covariance.some((row) => row.length !== mean.length)) {
      return { reason: `The mean has ${mean.length} number(s), so the covariance must be a ${mean.length} × ${mean.length} matrix.` };
    }
    return isPositiveDefinite(covariance) ? undefined : { reason: "The covariance is not symmetric and positive definite." };
  },
});

export const gaussian = density(spec, ({ mean, covariance }) => gaussianMixture({ means: [mean], covariances: [covariance] }));
