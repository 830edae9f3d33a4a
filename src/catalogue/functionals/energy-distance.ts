/**
 * @file Energy distance: a discrepancy without a width to choose.
 *
 *     ℳ[ρ]      = (λ/2) (2E|X − Y| − E|X − X′| − E|Y − Y′|)        X, X′ ~ ρ,  Y, Y′ ~ π:  k(x, y) = −λ|x − y|
 *     δℳ/δρ (x) = λ (E_π|x − Y| − E_ρ|x − X′|)                      up to a constant
 *
 * |x − y| is rounded off below 1e-3, where two points coincide and it has no slope.
 */
import { mul, neg } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { roundedDistance } from "../kernels.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Székely, G. J. and Rizzo, M. L.", title: "Energy statistics: a class of statistics based on distances", year: 2013 },
];

export const spec = functionalSpec({
  id: "energy-distance",
  title: "Energy distance",
  about: "Compares mean distances between and within both samples: no density, and no width to choose.",
  section: "Terminal costs",
  formula: String.raw`\tfrac{\lambda}{2}\big(2\,\mathbb E|X-Y|-\mathbb E|X-X'|-\mathbb E|Y-Y'|\big)`,
  priceFormula: String.raw`\lambda\big(\mathbb E_\pi|x-Y| - \mathbb E_{\rho_T}|x-X'|\big)`,
  slots: ["terminal"],
  needs: ["kernelPopulation", "kernelTarget"],
  measure: "population",
  coupling: "variational",
  params: {
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much missing the data costs, against the running cost.",
      default: 200,
      min: 0.1,
      max: 5000,
      scale: "log",
      applies: "live",
    }),
  },
});

export const energyDistance = functional(spec, {
  kernel: (x, y, { weight }) => neg(mul(weight, roundedDistance(x, y))),
});
