/**
 * @file Jeffreys divergence: both Kullback-Leibler divergences added up.
 *
 *     ℳ[ρ]      = λ (KL(ρ‖π) + KL(π‖ρ)) = λ E_ρ[(1 − π/ρ) log(ρ/π)]
 *     δℳ/δρ (x) = λ (log(ρ/π) + 1 − π/ρ)
 *
 * Averaged over pushed paths: KL(π‖ρ) is read there with the weights π/ρ, which are noisy where the population misses much of the data.
 */
import { add, exp, mul, sub } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Jeffreys, H.", title: "An invariant form for the prior probability in estimation problems", year: 1946 },
  {
    authors: "Huang, H., Yu, J., Chen, J. and Lai, R.",
    title: "Bridging mean-field games and normalizing flows with trajectory regularization",
    year: 2023,
    arxiv: "2206.14990",
  },
];

export const spec = functionalSpec({
  id: "jeffreys",
  title: "Jeffreys divergence",
  about: "Forward and reverse KL together: the model may neither forget a mode nor invent one.",
  section: "Terminal costs",
  formula: String.raw`\lambda\big(\mathrm{KL}(\rho_T\|\pi)+\mathrm{KL}(\pi\|\rho_T)\big)`,
  priceFormula: String.raw`\lambda\big(\log\tfrac{\rho_T}{\pi} + 1 - \tfrac{\pi}{\rho_T}\big)`,
  slots: ["terminal"],
  needs: ["logDensity", "targetLogDensity", "targetScore"],
  measure: "population",
  coupling: "variational",
  params: {
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much missing the target costs, against the running cost.",
      default: 5,
      min: 0.1,
      max: 1000,
      scale: "log",
      applies: "live",
    }),
  },
});

export const jeffreys = functional(spec, {
  integrand: (at, { weight }) => {
    const excess = sub(at.of("logDensity"), at.of("targetLogDensity"));
    return mul(weight, mul(excess, sub(1, exp(sub(at.of("targetLogDensity"), at.of("logDensity"))))));
  },
  price: (at, { weight }) => {
    const excess = sub(at.of("logDensity"), at.of("targetLogDensity"));
    return mul(weight, sub(add(excess, 1), exp(sub(at.of("targetLogDensity"), at.of("logDensity")))));
  },
});
