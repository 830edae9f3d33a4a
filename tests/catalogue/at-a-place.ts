/** @file An entry's formulas in numbers: at a place drawn at random, with parameters for leaves. */
import type { ParamExprs } from "../../src/catalogue/define.ts";
import { fixedFormula } from "../../src/catalogue/formula.ts";
import type { FormulaValue, ParamSpecs, ParamValues } from "../../src/catalogue/params.ts";
import type { MovingPlace, Place } from "../../src/catalogue/place.ts";
import { type Expr, input, num, substitute } from "../../src/math/expressions/expression.ts";
import type { Random } from "../../src/math/random.ts";

/** Numbers in place of leaves: expressions built on them fold to numbers. Typed formulas keep the numbers of their parameters. */
export const asNumbers = (params: ParamValues, specs: ParamSpecs): ParamExprs<ParamSpecs> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const spec = specs[name];
      if (spec?.kind === "formula") return [name, fixedFormula(spec, value as FormulaValue)];
      return [name, typeof value === "number" ? num(value) : value];
    }),
  ) as ParamExprs<ParamSpecs>;

/** The number of an expression. @throws if it still has leaves */
export function numberOf(e: Expr, leaves: Readonly<Record<string, number>> = {}): number {
  const [folded] = substitute([e], new Map(Object.entries(leaves).map(([name, value]) => [name, num(value)])));
  if (folded?.op !== "num") throw new Error("the formula asks for more than the contract test gives");
  return folded.value;
}

export const slope = (f: (x: number) => number, x: number, h: number): number =>
  (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h);

export const placeOf = (stream: Random, d: 1 | 2, of: Place["of"] = input): MovingPlace => {
  const draw = () => num(stream.normal());
  const t = 0.2 + stream.uniform();
  return {
    t: num(t),
    s: num(1.5 - t),
    horizon: num(1.5),
    dimension: d,
    x: Array.from({ length: d }, draw),
    f: Array.from({ length: d }, draw),
    divF: draw(),
    g: num(1),
    sigma: num(0.7),
    of,
    mean: () => Array.from({ length: d }, () => num(0)),
    score: () => Array.from({ length: d }, draw),
    velocityGradient: () => Array.from({ length: d }, () => Array.from({ length: d }, () => num(0))),
  };
};
