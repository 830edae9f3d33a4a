/**
 * @file Hard: the population must be the data's at the end. A cost that is 0 there and infinite anywhere else.
 *
 *     ℳ[ρ] = 0 if ρ = π, else ∞            δℳ/δρ is whatever multiplier it takes: U(·, T) is part of the solution
 *
 * The end condition of optimal transport and, with noise, of the Schrödinger bridge. No gradient leads to it: a solver that fits ends does.
 */
import { functional, functionalSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  { authors: "Schrödinger, E.", title: "Über die Umkehrung der Naturgesetze", year: 1931 },
  {
    authors: "Léonard, C.",
    title: "A survey of the Schrödinger problem and some of its connections with optimal transport",
    year: 2014,
    arxiv: "1308.0215",
  },
];

export const spec = functionalSpec({
  id: "hard",
  title: "Hard end",
  about: "The population must be the data at the end, whatever it costs; the price of a place is the multiplier of that condition.",
  section: "Schrödinger bridge",
  formula: String.raw`\rho_T=\pi`,
  priceFormula: String.raw`\text{multiplier of }\rho_T=\pi`,
  slots: ["terminal"],
  needs: ["targetLogDensity"],
  measure: "population",
  coupling: "constraint",
  priceless: true,
  params: {},
});

export const hard = functional(spec, {});
