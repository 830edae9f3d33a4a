/**
 * @file Potential energy: a spring that pulls every agent to a centre.
 *
 *     ℐ[ρ]      = ∫ (q/2)|x − c|² dρ,    δℐ/δρ (x) = (q/2)|x − c|²
 *
 * Linear in ρ: nobody's cost depends on the others. Negative stiffness pushes outwards.
 */
import { mul, normSquared, sub } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Bensoussan, A., Frehse, J. and Yam, P.",
    title: "Mean field games and mean field type control theory",
    year: 2013,
  },
];

export const spec = functionalSpec({
  id: "potential-energy",
  title: "Potential energy",
  about: "A spring pulls every agent to a centre.",
  section: "Entropy and other interactions",
  formula: String.raw`\int \tfrac{q}{2}|x-c|^2\,d\rho`,
  priceFormula: String.raw`\tfrac{q}{2}|x-c|^2`,
  slots: ["interaction", "terminal"],
  needs: [],
  measure: "population",
  coupling: "linear",
  priceTerms: ({ weight, x, y }) => ({ spring: { stiffness: Number(weight), centre: [Number(x), Number(y)] } }),
  params: {
    weight: real({ symbol: "q", about: "Stiffness of the spring.", default: 1, min: -2, max: 20, applies: "live" }),
    x: real({ symbol: "c_1", about: "The spring's centre, first coordinate.", default: 0, min: -8, max: 8, applies: "live" }),
    y: real({
      symbol: "c_2",
      about: "The spring's centre, second coordinate (in the plane).",
      default: 0,
      min: -8,
      max: 8,
      applies: "live",
    }),
  },
});

export const potentialEnergy = functional(spec, {
  price: ({ x }, { weight, ...centre }) => {
    const c = [centre.x, centre.y];
    return mul(mul(0.5, weight), normSquared(x.map((xi, i) => sub(xi, c[i] ?? 0))));
  },
});
