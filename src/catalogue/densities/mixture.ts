/**
 * @file A mixture of Gaussians of one's own: any means, covariances and weights.
 *
 *     ρ(x) = Σ w_k N(x; μ_k, C_k)
 *
 * The default is three modes of different size and mass, so that a model that draws good samples but gets the masses of the
 * modes wrong is found out.
 */
import { gaussianMixture } from "../../math/laws/gaussian-mixture.ts";
import { diagonal, isPositiveDefinite, type Matrix, trace } from "../../math/matrices.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { matrices, matrix, vector } from "../params.ts";

const MOST = 100;

export const references: readonly Reference[] = [
  { authors: "Pearson, K.", title: "Contributions to the mathematical theory of evolution", year: 1894 },
];

export const spec = densitySpec({
  id: "mixture",
  title: "Mixture of Gaussians",
  about: "Gaussians of your own choice, each with its place, its shape and its share of the mass.",
  formula: String.raw`\sum_k w_k\,\mathcal{N}(\mu_k, C_k)`,
  params: {
    means: matrix({
      symbol: String.raw`\mu_k`,
      about: "Where the components sit, one row each. One column: on the line; two: in the plane.",
      default: [
        [-1.5, -1],
        [1.6, -0.6],
        [0.1, 1.7],
      ],
      rows: [1, MOST],
      columns: [1, 2],
      applies: "resample",
    }),
    covariances: matrices({
      symbol: "C_k",
      about: "The shape of each component: symmetric, positive definite.",
      default: [
        [
          [0.0625, 0],
          [0, 0.0625],
        ],
        [
          [0.2025, 0],
          [0, 0.2025],
        ],
        [
          [0.09, 0],
          [0, 0.09],
        ],
      ],
      count: [1, MOST],
      applies: "resample",
    }),
    weights: vector({
      symbol: "w_k",
      about: "How much of the mass each component has. Only their proportions count.",
      default: [0.5, 0.3, 0.2],
      lengths: [1, MOST],
      min: 0,
      max: 1000,
      applies: "resample",
    }),
  },
  canBeReference: true,
  dimension: (params) => (params["means"] as Matrix)[0]!.length as 1 | 2,
  complete(given) {
    const means = given["means"] as Matrix | undefined;
    if (!means) return given;
    // Means alone: equal shares, standard deviation 0.3.
    return { covariances: means.map((mean) => diagonal(mean.length, 0.09)), weights: means.map(() => 1), ...given };
  },
  check(params) {
    const means = params["means"] as Matrix;
    const covariances = params["covariances"] as readonly Matrix[];
    const weights = params["weights"] as readonly number[];
    const d = means[0]!.length;
    if (means.some((mean) => mean.length !== d)) return { reason: "The means must all have the same number of coordinates." };
    if (covariances.length !== means.length || weights.length !== means.length) {
      const counts = `${means.length} means, ${covariances.length} covariances and ${weights.length} weights`;
      return { reason: `There are ${counts}; each component needs one of each.` };
    }
    const bad = covariances.findIndex((covariance) => covariance.length !== d || !isPositiveDefinite(covariance));
    if (bad >= 0) return { reason: `Covariance ${bad + 1} is not a symmetric, positive definite ${d} × ${d} matrix.` };
    if (weights.some((weight) => !(weight >= 0))) return { reason: "A weight cannot be negative." };
    return weights.some((weight) => weight > 0) ? undefined : { reason: "The weights cannot all be 0." };
  },
});

export const mixture = density(spec, (components) => {
  const built = gaussianMixture(components);
  const modes = built.means.map((mean, k) => ({
    mean,
    sd: Math.sqrt(trace(built.covariances[k]!) / mean.length),
    weight: built.weights[k]!,
  }));
  return { ...built, modes };
});
