/**
 * @file Congestion of place: being where there are many people costs in proportion to how many there are.
 *
 *     ℐ[ρ]      = (μ/2) ∫ ρ² dx
 *     δℐ/δρ (x) = μ ρ(x)
 *
 * Everybody pays the density that he stands in, and holds up nobody that does not stand there too: the price is the derivative of a cost, so
 * that what is best for each is best for all.
 */
import { exp, mul } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Lasry, J.-M. and Lions, P.-L.",
    title: "Mean field games",
    year: 2007,
  },
];

export const spec = functionalSpec({
  id: "congestion",
  title: "Congestion",
  about: "Being where it is crowded costs, in proportion to the density: the population keeps apart.",
  section: "Entropy and other interactions",
  formula: String.raw`\tfrac{\mu}{2}\int\rho^2\,dx`,
  priceFormula: String.raw`\mu\,\rho`,
  slots: ["interaction"],
  needs: ["logDensity"],
  measure: "population",
  coupling: "variational",
  params: {
    weight: real({
      symbol: String.raw`\mu`,
      about: "What a crowd costs, per unit of its density.",
      default: 1,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
});

export const congestion = functional(spec, {
  integrand: (at, { weight }) => mul(mul(0.5, weight), exp(at.of("logDensity"))),
  price: (at, { weight }) => mul(weight, exp(at.of("logDensity"))),
});
