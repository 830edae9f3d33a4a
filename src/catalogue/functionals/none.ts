/**
 * @file Nothing is paid at the end: what is paid on the way decides alone.
 *
 *     ℳ = 0,    U(·, T) = 0
 */
import { num } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [{ authors: "Lasry, J.-M. and Lions, P.-L.", title: "Mean field games", year: 2007 }];

export const spec = functionalSpec({
  id: "none",
  title: "None",
  about: "Nothing is paid at the end: U ends at 0.",
  section: "Terminal costs",
  formula: "0",
  priceFormula: "0",
  free: true,
  slots: ["terminal"],
  needs: [],
  measure: "population",
  coupling: "linear",
  priceTerms: () => ({}),
  params: {},
});

export const none = functional(spec, { integrand: () => num(0), price: () => num(0) });
