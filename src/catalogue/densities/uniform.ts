/**
 * @file Uniform on an interval: a density with edges, whose score is 0 inside and undefined at the ends until noise is added.
 *
 *     ρ(x) = 1/w on [c − w/2, c + w/2];     with noise: of x + ε w Z
 */
import { softBoxes } from "../../math/laws/uniform-boxes.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Johnson, N. L., Kotz, S. and Balakrishnan, N.", title: "Continuous univariate distributions, volume 2", year: 1995 },
];

export const spec = densitySpec({
  id: "uniform",
  title: "Uniform",
  about: "Constant on an interval, nothing outside: edges that a smooth flow can only approach.",
  formula: String.raw`\mathcal{U}\bigl(c - \tfrac w2,\ c + \tfrac w2\bigr) + \varepsilon w Z`,
  params: {
    centre: real({ symbol: "c", about: "Middle of the interval.", default: 0, min: -100, max: 100, applies: "resample" }),
    width: real({ symbol: "w", about: "Length of the interval.", default: 3, min: 0.1, max: 50, applies: "resample" }),
    noise: real({
      symbol: String.raw`\varepsilon`,
      about: "Blur of the edges, in lengths of the interval: with any at all the density is positive everywhere.",
      default: 0,
      min: 0,
      max: 1,
      applies: "resample",
    }),
  },
  canBeReference: false,
  bounded: ({ noise }) => (noise === 0 ? { nearest: { noise: 0.05 } } : undefined),
  dimension: () => 1,
});

export const uniform = density(spec, ({ centre, width, noise }) =>
  softBoxes({ low: [[centre - width / 2]], high: [[centre + width / 2]] }, noise * width),
);
