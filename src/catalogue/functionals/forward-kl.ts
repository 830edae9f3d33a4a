/**
 * @file Forward Kullback-Leibler divergence: maximum likelihood.
 *
 *     ℳ[ρ]       = λ KL(π‖ρ) = λ E_π[log π − log ρ]
 *     δℳ/δρ (x)  = −λ π(x)/ρ(x)
 *
 * Trained on paths pulled back from the data; E_π log π does not depend on ρ and is left out of the integrand, so its value
 * is λ times the negative log-likelihood in nats. Averaging the running cost over pulled-back paths makes it another game
 * than the stated one (docs/mathematics.md, Pulled-back games): the equation on the screen says so.
 */
import { exp, mul, neg, sub } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Onken, D., Wu Fung, S., Li, X. and Ruthotto, L.",
    title: "OT-Flow: fast and accurate continuous normalizing flows via optimal transport",
    year: 2021,
    arxiv: "2006.00104",
  },
];

export const spec = functionalSpec({
  id: "forward-kl",
  title: "Forward KL (likelihood)",
  about: "How surprised the model is by the data: it must put mass wherever the data are.",
  section: "Pulled-back games",
  formula: String.raw`\lambda\,\mathrm{KL}(\pi\,\|\,\rho_T)`,
  priceFormula: String.raw`-\lambda\,\pi/\rho_T`,
  pulledPriceFormula: String.raw`\lambda\big(\log\tfrac{\tilde\rho}{\rho_0} + 1\big)`,
  slots: ["terminal"],
  needs: ["logDensity"],
  measure: "target",
  coupling: "variational",
  likelihoodWeight: ({ weight }) => Number(weight),
  params: {
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much missing the data costs, against the running cost.",
      default: 100,
      min: 0.1,
      max: 1000,
      scale: "log",
      applies: "live",
    }),
  },
});

export const forwardKl = functional(spec, {
  integrand: (at, { weight }) => neg(mul(weight, at.of("logDensity"))),
  price: (at, { weight }) => neg(mul(weight, exp(sub(at.of("targetLogDensity"), at.of("logDensity"))))),
});
