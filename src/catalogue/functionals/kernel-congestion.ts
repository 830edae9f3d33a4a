/**
 * @file Kernel congestion: agents avoid each other within a radius.
 *
 *     ℐ[ρ] = ½ ∬ k(x, y) ρ(x) ρ(y),    k(x, y) = c e^{−|x − y|²/2r²},    δℐ/δρ (x) = E_ρ k(x, ·)
 */
import { mul } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { gaussianKernel } from "../kernels.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Lin, A. T., Wu Fung, S., Li, W., Nurbekyan, L. and Osher, S.",
    title:
      "APAC-Net: alternating the population and agent control via two neural networks to solve high-dimensional stochastic mean field games",
    year: 2021,
    arxiv: "2002.10113",
  },
];

export const spec = functionalSpec({
  id: "kernel-congestion",
  title: "Kernel congestion",
  about: "Agents avoid each other within a radius: whoever is near costs.",
  section: "Entropy and other interactions",
  formula: String.raw`\tfrac12\iint c\,e^{-|x-y|^2/2r^2}\rho(x)\rho(y)`,
  priceFormula: String.raw`\mathbb E_{Y\sim\rho}\,c\,e^{-|x-Y|^2/2r^2}`,
  slots: ["interaction"],
  needs: ["kernelPopulation"],
  measure: "population",
  coupling: "variational",
  params: {
    weight: real({ symbol: "c", about: "What it costs to stand on top of each other.", default: 5, min: 0, max: 100, applies: "live" }),
    radius: real({ symbol: "r", about: "How far one agent is felt.", default: 0.5, min: 0.05, max: 5, scale: "log", applies: "live" }),
  },
});

export const kernelCongestion = functional(spec, {
  kernel: (x, y, { weight, radius }) => mul(weight, gaussianKernel(x, y, mul(radius, radius))),
});
