/**
 * @file A potential of one's own: every agent pays for where it is, whatever the crowd does.
 *
 *     ℐ[ρ]      = λ ∫ Q(x, t) dρ
 *     δℐ/δρ (x) = λ Q(x, t)
 *
 * Linear in the population: agents do not feel each other, and each rides its own landscape.
 */
import { mul } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { formulaTex } from "../formula.ts";
import { formula, type FormulaValue, real } from "../params.ts";

const potential = formula({
  symbol: "Q",
  about: "What being at (x, y) costs, on the way per unit of time: agents go round the hills and along the valleys.",
  default: { text: "h*exp(-norm(x)^2/(2*r^2))", values: { h: 4, r: 0.7 } },
  variables: ["x", "t"],
  examples: [
    { title: "a hill", value: { text: "h*exp(-norm(x)^2/(2*r^2))", values: { h: 4, r: 0.7 } } },
    { title: "waves", value: { text: "h*(1 + sin(k*x))", values: { h: 2, k: 3 } } },
    { title: "a bowl", value: { text: "k/2*norm(x)^2", values: { k: 1 } } },
    { title: "a saddle", value: { text: "k/2*(x1 - x2)^2", values: { k: 4 } } },
    { title: "a moving wall", value: { text: "h*exp(-(x - w*(2*t - 1))^2/0.1)", values: { h: 6, w: 2 } } },
  ],
  applies: "resample",
});

export const references: readonly Reference[] = [
  {
    authors: "Ruthotto, L., Osher, S., Li, W., Nurbekyan, L. and Wu Fung, S.",
    title: "A machine learning framework for solving high-dimensional mean field game and mean field control problems",
    year: 2020,
    arxiv: "1912.01825",
  },
];

export const spec = functionalSpec({
  section: "Entropy and other interactions",
  id: "typed-potential",
  title: "Your own potential",
  about: "A cost of place that you type: hills, valleys and walls, which may move with time.",
  formula: String.raw`\lambda \int Q(x, t)\,d\rho`,
  priceFormula: String.raw`\lambda\, Q(x, t)`,
  slots: ["interaction", "terminal"],
  needs: [],
  measure: "population",
  coupling: "linear",
  params: {
    potential,
    weight: real({
      symbol: String.raw`\lambda`,
      about: "How much the landscape counts, against the running and the terminal cost.",
      default: 1,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
  typed(params) {
    const tex = formulaTex(potential, params["potential"] as FormulaValue);
    return { formula: String.raw`\lambda \int \Big[${tex}\Big]\,d\rho`, priceFormula: String.raw`\lambda \Big[${tex}\Big]` };
  },
});

export const typedPotential = functional(spec, {
  integrand: (at, { potential: q, weight }) => mul(weight, q(at)),
  price: (at, { potential: q, weight }) => mul(weight, q(at)),
});
