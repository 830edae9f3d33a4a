/**
 * @file Equal Gaussians on a square grid: many small modes close together.
 *
 *     ρ(x) = (1/n²) Σ_ij N(x; h (i − (n−1)/2, j − (n−1)/2), w² I)
 */
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { integer, real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Dumoulin, V., Belghazi, I., Poole, B., Mastropietro, O., Lamb, A., Arjovsky, M. and Courville, A.",
    title: "Adversarially learned inference",
    year: 2017,
    arxiv: "1606.00704",
  },
];

export const spec = densitySpec({
  id: "grid-mixture",
  title: "Grid of Gaussians",
  about: "Equal Gaussians on a square grid: many small modes, with little room between them.",
  formula: String.raw`\tfrac{1}{n^2} \sum_{ij} \mathcal{N}(h\,(i, j), w^2 I)`,
  params: {
    side: integer({ symbol: "n", about: "Gaussians along an edge of the grid.", default: 5, min: 1, max: 10, applies: "resample" }),
    spacing: real({ symbol: "h", about: "Distance between neighbours.", default: 1, min: 0.1, max: 10, applies: "resample" }),
    width: real({
      symbol: "w",
      about: "Standard deviation of each Gaussian.",
      default: 0.15,
      min: 0.01,
      max: 5,
      scale: "log",
      applies: "resample",
    }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const gridMixture = density(spec, ({ side, spacing, width }) => {
  const places = Array.from({ length: side }, (_, i) => spacing * (i - (side - 1) / 2));
  const means = places.flatMap((x) => places.map((y) => [x, y]));
  return { ...isotropicMixture(means, width), modes: means.map((mean) => ({ mean, sd: width, weight: 1 / means.length })) };
});
