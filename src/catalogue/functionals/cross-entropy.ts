/**
 * @file Cross-entropy: linear in the population, so the value function does not depend on it.
 *
 *     ℳ[ρ]       = −λ ∫ log π dρ
 *     δℳ/δρ (x)  = −λ log π(x)
 *
 * The terminal cost of score-based diffusion (λ = 1). Alone, without noise, it is minimised by a point mass on the highest
 * mode of π: there is no entropy to stop it.
 */
import { mul, neg } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Zhang, B. J. and Katsoulakis, M. A.",
    title: "A mean-field games laboratory for generative modeling",
    year: 2023,
    arxiv: "2304.13534",
  },
];

export const spec = functionalSpec({
  id: "cross-entropy",
  title: "Cross-entropy",
  about: "Each particle pays minus the log of the target's density where it lands; the crowd does not matter.",
  section: "First variations",
  formula: String.raw`-\lambda\int \log\pi\,d\rho_T`,
  priceFormula: String.raw`-\lambda\log\pi`,
  slots: ["terminal"],
  needs: ["targetLogDensity", "targetScore"],
  measure: "population",
  coupling: "linear",
  concentrates: true,
  priceTerms: ({ weight }) => ({ target: Number(weight) }),
  coleHopf: (params) => params["weight"] === 1,
  params: {
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much landing in unlikely places costs; 1 is score-based diffusion.",
      default: 1,
      min: 0.1,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
});

export const crossEntropy = functional(spec, {
  integrand: (at, { weight }) => neg(mul(weight, at.of("targetLogDensity"))),
  price: (at, { weight }) => neg(mul(weight, at.of("targetLogDensity"))),
});
