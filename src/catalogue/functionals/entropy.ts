/**
 * @file Entropy: agents prefer sparsely populated places.
 *
 *     ℐ[ρ]      = μ ∫ ρ log ρ dx  =  μ E_ρ[log ρ]
 *     δℐ/δρ (x) = μ (log ρ(x) + 1)
 *
 * The + 1 only shifts the value function, so the optimal drift never sees it. It stays, because the HJB residual does.
 */
import { add, mul } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Lasry, J.-M. and Lions, P.-L.", title: "Mean field games", year: 2007 },
  {
    authors: "Ruthotto, L., Osher, S., Li, W., Nurbekyan, L. and Wu Fung, S.",
    title: "A machine learning framework for solving high-dimensional mean field game and mean field control problems",
    year: 2020,
    arxiv: "1912.01825",
  },
];

export const spec = functionalSpec({
  id: "entropy",
  title: "Entropy",
  about: "Crowded places cost more than empty ones, so the population spreads out.",
  section: "Entropy and other interactions",
  formula: String.raw`\mu\int\rho\log\rho\,dx`,
  priceFormula: String.raw`\mu\,(\log\rho + 1)`,
  slots: ["interaction", "terminal"],
  needs: ["logDensity"],
  measure: "population",
  coupling: "variational",
  priceTerms: ({ weight }) => ({ entropy: Number(weight) }),
  params: {
    weight: real({
      symbol: String.raw`\mu`,
      about: "How strongly agents avoid crowded places.",
      default: 0.5,
      min: 0,
      max: 10,
      applies: "live",
    }),
  },
});

export const entropy = functional(spec, {
  integrand: (at, { weight }) => mul(weight, at.of("logDensity")),
  price: (at, { weight }) => mul(weight, add(at.of("logDensity"), 1)),
});
