/**
 * @file Two interleaved half moons, each a mixture of 150 Gaussians along a half circle, so that everything is exact.
 *
 *     first  c (cos θ − ½, sin θ − ¼),    second  c (½ − cos θ, ¼ − sin θ),    θ in (0, π),    noise c ε
 *
 * At the default noise the components are 0.26 standard deviations apart: no ripple is left along the curve.
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { isotropicMixture } from "../../math/laws/gaussian-mixture.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

const PER_MOON = 150;

export const references: readonly Reference[] = [
  {
    authors: "Pedregosa, F. and others",
    title: "Scikit-learn: machine learning in Python",
    year: 2011,
    arxiv: "1201.0490",
  },
];

export const spec = densitySpec({
  id: "moons",
  title: "Two moons",
  about: "Two half circles that reach into each other: curved, and not connected.",
  formula: String.raw`c\,\bigl(\text{half circles} + \varepsilon Z\bigr)`,
  params: {
    noise: real({
      symbol: String.raw`\varepsilon`,
      about: "Thickness of the moons, before scaling.",
      default: 0.08,
      min: 0.02,
      max: 0.5,
      scale: "log",
      applies: "resample",
    }),
    scale: real({ symbol: "c", about: "Size: the radius of the half circles.", default: 1.5, min: 0.1, max: 10, applies: "resample" }),
  },
  canBeReference: true,
  dimension: () => 2,
});

export const moons = density(spec, ({ noise, scale }) => {
  const angles = Array.from({ length: PER_MOON }, (_, i) => (Math.PI * (i + 0.5)) / PER_MOON);
  const first = angles.map((angle) => [scale * (cosOf(angle) - 0.5), scale * (sinOf(angle) - 0.25)]);
  const second = first.map(([x, y]) => [-x!, -y!]);
  return isotropicMixture([...first, ...second], scale * noise);
});
