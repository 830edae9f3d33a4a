/**
 * @file L² distance of the densities, both blurred by a Gaussian of width h.
 *
 *     ℳ[ρ]      = (λ/2) ∫ (ρ_h − π_h)² dx,    ρ_h = ρ * N(0, h²I):    k(x, y) = λ N(x − y; 0, 2h²I)
 *     δℳ/δρ (x) = λ ((ρ_h − π_h) * N(0, h²I))(x)
 *
 * ∫ N(z − x; h²) N(z − y; h²) dz = N(x − y; 2h²): the square of a blurred difference is a kernel of the samples, and no density is needed.
 */
import { div, mul, sqrt } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { gaussianKernel } from "../kernels.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Gretton, A., Borgwardt, K. M., Rasch, M. J., Schölkopf, B. and Smola, A.",
    title: "A kernel two-sample test",
    year: 2012,
  },
];

export const spec = functionalSpec({
  id: "l2",
  title: "L² of blurred densities",
  about: "The squared difference of both densities, blurred a little: what happens where there is little mass hardly counts.",
  section: "Terminal costs",
  formula: String.raw`\tfrac{\lambda}{2}\int(\rho_h-\pi_h)^2\,dx`,
  priceFormula: String.raw`\lambda\,(\rho_h-\pi_h)*\varphi_h`,
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
    width: real({
      symbol: "h",
      about: "Width of the blur: details below it do not count.",
      default: 0.4,
      min: 0.05,
      max: 5,
      scale: "log",
      applies: "live",
    }),
  },
});

export const l2 = functional(spec, {
  kernel: (x, y, { weight, width }) => {
    const variance = mul(2, mul(width, width));
    const area = mul(2 * Math.PI, variance); // (2π·2h²) in the plane, its root on the line
    return div(mul(weight, gaussianKernel(x, y, variance)), x.length === 2 ? area : sqrt(area));
  },
});
