/**
 * @file Maximum mean discrepancy with a Gaussian kernel.
 *
 *     ℳ[ρ]      = (λ/2) MMD²(ρ, π) = (λ/2) (E_ρρ k − 2E_ρπ k + E_ππ k),    k = e^{−|x − y|²/2r²}
 *     δℳ/δρ (x) = λ (E_ρ k(x, ·) − E_π k(x, ·))                             up to a constant
 *
 * Needs samples of the data only, and no density of the population: it may stand at the end of noisy paths. Far from the data the kernel
 * is flat; the radius says from how far away the data are felt.
 */
import { mul } from "../../math/expressions/expression.ts";
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
  id: "mmd",
  title: "MMD",
  about: "Compares averages of bumps of one width over both samples: no density is needed, only points.",
  section: "Terminal costs",
  formula: String.raw`\tfrac{\lambda}{2}\,\mathrm{MMD}_k^2(\rho_T,\pi)`,
  priceFormula: String.raw`\lambda\big(\mathbb E_{\rho_T} k(x,\cdot) - \mathbb E_\pi k(x,\cdot)\big)`,
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
    radius: real({
      symbol: "r",
      about: "Width of the bumps: from how far away the data are felt.",
      default: 0.5,
      min: 0.05,
      max: 5,
      scale: "log",
      applies: "live",
    }),
  },
});

export const mmd = functional(spec, {
  kernel: (x, y, { weight, radius }) => mul(weight, gaussianKernel(x, y, mul(radius, radius))),
});
