/**
 * @file Two circles, one inside the other, each a mixture of 150 Gaussians, so that everything is exact.
 *
 *     ρ(x) = (1/300) Σ_k [N(x; R e_k, ε² I) + N(x; qR e_k, ε² I)],    e_k = (cos θ_k, sin θ_k)
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

const PER_CIRCLE = 150;

export const references: readonly Reference[] = [
  { authors: "Pedregosa, F. and others", title: "Scikit-learn: machine learning in Python", year: 2011, arxiv: "1201.0490" },
];

export const spec = densitySpec({
  id: "circles",
  title: "Two circles",
  about: "One circle inside another: a flow from a Gaussian cannot tear a hole, so it has to squeeze.",
  formula: String.raw`\text{circles of radius } R \text{ and } qR`,
  params: {
    radius: real({ symbol: "R", about: "Radius of the outer circle.", default: 2, min: 0.1, max: 20, applies: "resample" }),
    ratio: real({
      symbol: "q",
      about: "Radius of the inner circle, as a part of the outer one's.",
      default: 0.5,
      min: 0.1,
      max: 0.95,
      applies: "resample",
    }),
    noise: real({
      symbol: String.raw`\varepsilon`,
      about: "Thickness of the circles.",
      default: 0.1,
      min: 0.02,
      max: 2,
      scale: "log",
      applies: "resample",
    }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const circles = density(spec, ({ radius, ratio, noise }) => {
  const directions = Array.from({ length: PER_CIRCLE }, (_, k) => [
    cosOf((2 * Math.PI * k) / PER_CIRCLE),
    sinOf((2 * Math.PI * k) / PER_CIRCLE),
  ]);
  const circle = (r: number): number[][] => directions.map((e) => e.map((value) => r * value));
  return isotropicMixture([...circle(radius), ...circle(ratio * radius)], noise);
});
