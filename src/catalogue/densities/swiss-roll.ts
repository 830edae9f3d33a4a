/**
 * @file A Swiss roll seen from its end: an Archimedean spiral as a mixture of 200 Gaussians.
 *
 *     c (θ cos θ, θ sin θ)/5 + ε noise,    θ uniform on (3π/2, 9π/2)
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

const COMPONENTS = 200;

export const references: readonly Reference[] = [
  {
    authors: "Tenenbaum, J. B., de Silva, V. and Langford, J. C.",
    title: "A global geometric framework for nonlinear dimensionality reduction",
    year: 2000,
  },
  { authors: "Pedregosa, F. and others", title: "Scikit-learn: machine learning in Python", year: 2011, arxiv: "1201.0490" },
];

export const spec = densitySpec({
  id: "swiss-roll",
  title: "Swiss roll",
  about: "A rolled-up ribbon: points that are neighbours in the plane can be far apart along it.",
  formula: String.raw`\tfrac{c}{5}\,\theta\,(\cos\theta, \sin\theta) + \varepsilon Z`,
  params: {
    noise: real({
      symbol: String.raw`\varepsilon`,
      about: "Thickness of the ribbon, before scaling.",
      default: 0.15,
      min: 0.05,
      max: 1,
      scale: "log",
      applies: "resample",
    }),
    scale: real({ symbol: "c", about: "Size of the whole.", default: 1, min: 0.1, max: 10, applies: "resample" }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const swissRoll = density(spec, ({ noise, scale }) => {
  const angles = Array.from({ length: COMPONENTS }, (_, i) => Math.PI * (1.5 + (3 * (i + 0.5)) / COMPONENTS));
  return isotropicMixture(
    angles.map((angle) => [(scale * angle * cosOf(angle)) / 5, (scale * angle * sinOf(angle)) / 5]),
    scale * noise,
  );
});
