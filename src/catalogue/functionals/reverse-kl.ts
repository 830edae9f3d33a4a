/**
 * @file Reverse Kullback-Leibler divergence: the Boltzmann generator's cost.
 *
 *     ℳ[ρ]       = λ KL(ρ‖π) = λ E_ρ[log ρ − log π]
 *     δℳ/δρ (x)  = λ (log ρ(x) − log π(x) + 1)
 *
 * Needs the density of the target, not samples of it. The + 1 only shifts the value function; it stays, because U does.
 */
import { add, mul, sub } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Noé, F., Olsson, S., Köhler, J. and Wu, H.",
    title: "Boltzmann generators: sampling equilibrium states of many-body systems with deep learning",
    year: 2019,
    arxiv: "1812.01729",
  },
];

export const spec = functionalSpec({
  id: "reverse-kl",
  title: "Reverse KL",
  about: "How wrong the generated points look to the target's density: the model may forget a mode, but not invent one.",
  section: "Terminal condition",
  formula: String.raw`\lambda\,\mathrm{KL}(\rho_T\,\|\,\pi)`,
  priceFormula: String.raw`\lambda\big(\log\tfrac{\rho_T}{\pi} + 1\big)`,
  slots: ["terminal"],
  needs: ["logDensity", "targetLogDensity", "targetScore"],
  measure: "population",
  coupling: "variational",
  priceTerms: ({ weight }) => ({ entropy: Number(weight), target: Number(weight) }),
  params: {
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much missing the target costs, against the running cost.",
      default: 10,
      min: 0.1,
      max: 1000,
      scale: "log",
      applies: "live",
    }),
  },
});

export const reverseKl = functional(spec, {
  integrand: (at, { weight }) => mul(weight, sub(at.of("logDensity"), at.of("targetLogDensity"))),
  price: (at, { weight }) => mul(weight, add(sub(at.of("logDensity"), at.of("targetLogDensity")), 1)),
});
