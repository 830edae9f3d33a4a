/**
 * @file The Laplace density: a sharp peak and tails heavier than a Gaussian's.
 *
 *     ρ(x) = exp(−|x − m|/b)/(2b)
 */
import { laplaceLaw } from "../../math/laws/laplace.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Johnson, N. L., Kotz, S. and Balakrishnan, N.", title: "Continuous univariate distributions, volume 2", year: 1995 },
];

export const spec = densitySpec({
  id: "laplace",
  title: "Laplace",
  about: "A sharp peak with exponential tails: the score jumps at the peak and is constant beside it.",
  formula: String.raw`\tfrac{1}{2b}\,e^{-|x-m|/b}`,
  params: {
    mean: real({ symbol: "m", about: "Where the peak is.", default: 0, min: -100, max: 100, applies: "resample" }),
    width: real({
      symbol: "b",
      about: "Length over which the tails fall by a factor e.",
      default: 0.8,
      min: 0.02,
      max: 10,
      scale: "log",
      applies: "resample",
    }),
  },
  canBeReference: true,
  dimension: () => 1,
});

export const laplace = density(spec, ({ mean, width }) => laplaceLaw(mean, width));
