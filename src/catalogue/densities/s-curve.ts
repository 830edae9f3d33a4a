/**
 * @file An S: two arcs of a circle that turn opposite ways, as a mixture of 150 Gaussians.
 *
 *     c (sin θ, sgn θ (cos θ − 1)) + c ε noise,    θ uniform on (−3π/2, 3π/2)
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

const COMPONENTS = 150;

export const references: readonly Reference[] = [
  { authors: "Pedregosa, F. and others", title: "Scikit-learn: machine learning in Python", year: 2011, arxiv: "1201.0490" },
];

export const spec = densitySpec({
  id: "s-curve",
  title: "S-curve",
  about: "One connected curve that bends first one way, then the other.",
  formula: String.raw`c\,(\sin\theta,\ \mathrm{sgn}\,\theta\,(\cos\theta - 1)) + c\,\varepsilon Z`,
  params: {
    noise: real({
      symbol: String.raw`\varepsilon`,
      about: "Thickness of the curve, before scaling.",
      default: 0.1,
      min: 0.03,
      max: 0.5,
      scale: "log",
      applies: "resample",
    }),
    scale: real({ symbol: "c", about: "Size: the radius of the arcs.", default: 1.2, min: 0.1, max: 10, applies: "resample" }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const sCurve = density(spec, ({ noise, scale }) => {
  const angles = Array.from({ length: COMPONENTS }, (_, i) => 3 * Math.PI * ((i + 0.5) / COMPONENTS - 0.5));
  return isotropicMixture(
    angles.map((angle) => [scale * sinOf(angle), scale * Math.sign(angle) * (cosOf(angle) - 1)]),
    scale * noise,
  );
});
