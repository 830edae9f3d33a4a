/**
 * @file A typed formula (a parameter of kind "formula") as the catalogue uses it: an expression at a place, TeX for the screen, a
 * slider for each of its parameters, and whether it is a number wherever particles start.
 */
import { BINARY, type Expr, input, isNumber, normSquared, num, topological, UNARY, type Vec } from "../math/expressions/expression.ts";
import { asTyped, normPower, parseFormula, type ParsedFormula } from "../math/expressions/parse.ts";
import { symbolTex, toTex, toText } from "../math/expressions/tex.ts";
import {
  type FormulaSpec,
  type FormulaValue,
  type IntegerSpec,
  type ParamSpec,
  type ParamValues,
  real,
  type RealSpec,
  type ValueOf,
} from "./params.ts";

/** What the variables of a formula stand for. */
export interface FormulaPlace {
  readonly x: Vec;
  readonly t?: Expr;
  readonly v?: Vec;
  readonly p?: Vec;
}

/** A formula ready to be put at a place; its parameters are live leaves. */
export type TypedFormula = (place: FormulaPlace) => Expr;

/** A parameter inside an expression: a real or an integer is a live leaf, a formula waits for its place, everything else is the plain value. */
export type ParamExpr<S extends ParamSpec> = S extends RealSpec | IntegerSpec ? Expr : S extends FormulaSpec ? TypedFormula : ValueOf<S>;

/** TeX that hangs on the parameters; of an entry's kind come those fields that the kind has. */
export interface TypedTex {
  readonly formula: string;
  readonly priceFormula?: string;
  readonly hamiltonianFormula?: (q: string) => string;
}

/** @throws FormulaError where the text is none: validation lets none through */
const parsedOf = (spec: FormulaSpec, value: FormulaValue): ParsedFormula => parseFormula(value.text, spec.variables);

/** @param leaf what stands for a parameter */
export function typedFormula(spec: FormulaSpec, value: FormulaValue, leaf: (parameter: string) => Expr): TypedFormula {
  const parsed = parsedOf(spec, value);
  return ({ x, t = num(0), v = [], p = [] }) => {
    const vectors: Readonly<Record<string, Vec>> = { x, v, p };
    return parsed.build({
      variable(name) {
        if (name === "t") return t;
        const letter = name === "y" ? "x" : name.slice(0, 1);
        return vectors[letter]?.[name === "y" || name.endsWith("2") ? 1 : 0] ?? num(0);
      },
      norm: (vector, power) => normPower(normSquared(vectors[vector] ?? []), power),
      parameter: leaf,
    });
  };
}

/** The formula with its parameters as the numbers that they are. */
export const fixedFormula = (spec: FormulaSpec, value: FormulaValue): TypedFormula =>
  typedFormula(spec, value, (name) => num(value.values[name] ?? Number.NaN));

/** As it is printed. `rename` puts another symbol for a variable: q for p. */
export function formulaTex(spec: FormulaSpec, value: FormulaValue, rename: Readonly<Record<string, string>> = {}): string {
  return toTex(parsedOf(spec, value).build(asTyped), (name) => rename[name] ?? symbolTex(name));
}

/** The spec as it is printed with these parameters: what the user typed, where the entry is typed. */
export const printedSpec = <S extends { typed?(params: ParamValues): TypedTex }>(spec: S, params: ParamValues): S => ({
  ...spec,
  ...spec.typed?.(params),
});

/** Numbers of a parameter that a slider offers at once; typed, it may have any up to the most. */
const SLIDER = 10;
export const MOST_PARAMETER = 1e6;

/** The control of one parameter of a formula: a slider that reaches as far as its number does. */
export function parameterSpec(name: string, value: number): RealSpec {
  let reach = SLIDER;
  while (reach < Math.abs(value)) reach *= 10;
  return real({
    // A letter is its own symbol.
    ...(/^[A-Za-z]$/.test(name) ? {} : { symbol: symbolTex(name) }),
    about: `The number that ${name} stands for in your formula.`,
    default: 1,
    min: -reach,
    max: reach,
    applies: "live",
  });
}

/** Why the formula cannot stand in a space of this dimension, if it cannot. */
export function wrongDimension(spec: FormulaSpec, value: FormulaValue, dimension: 1 | 2): string | undefined {
  const { second, bare } = parsedOf(spec, value);
  const [two] = second;
  if (dimension === 1 && two !== undefined)
    return `${two.name} is a second coordinate, and the data live on the line: there is x alone (character ${two.at + 1}).`;
  const [vector] = bare;
  if (dimension === 2 && vector !== undefined)
    return `In the plane ${vector.name} has two numbers: write ${vector.name}1 and ${vector.name}2, or norm(${vector.name}) (character ${vector.at + 1}).`;
  return undefined;
}

const evaluate = (e: Expr, args: readonly number[], values: Readonly<Record<string, number>>): number => {
  const [a = 0, b = 0, c = 0] = args;
  if (e.op === "in") return values[e.name] ?? Number.NaN;
  if (e.op === "num") return e.value;
  if (e.op === "where") return a > 0 ? b : c;
  return e.op in UNARY ? UNARY[e.op as keyof typeof UNARY](a) : BINARY[e.op as keyof typeof BINARY](a, b);
};

/** The first part of an expression that is no number at a place where all that it is made of are numbers. */
function failingPart(root: Expr, values: Readonly<Record<string, number>>): Expr | undefined {
  const done = new Map<Expr, number>();
  for (const e of topological([root])) {
    const value = evaluate(
      e,
      e.args.map((argument) => done.get(argument) ?? Number.NaN),
      values,
    );
    // A far branch of `where` may fail in peace.
    if (!Number.isFinite(value) && !isNumber(e) && matters(root, e, done)) return e;
    done.set(e, value);
  }
  return undefined;
}

/** Whether what this part is decides what the whole is, as far as it has been computed. */
function matters(root: Expr, part: Expr, done: ReadonlyMap<Expr, number>): boolean {
  if (root === part) return true;
  if (root.op !== "where") return root.args.some((argument) => topological([argument]).includes(part) && matters(argument, part, done));
  const [condition, yes, no] = root.args as [Expr, Expr, Expr];
  if (topological([condition]).includes(part)) return matters(condition, part, done);
  const chosen = (done.get(condition) ?? 0) > 0 ? yes : no;
  return topological([chosen]).includes(part) && matters(chosen, part, done);
}

/** Where particles begin and where most data of the catalogue lie, in coordinates; off every axis and diagonal. */
const PROBES = [-2.83, -1.57, -0.71, 0.13, 0.89, 1.73, 2.61];

/** A velocity and a momentum that are nothing special. */
const STEERED = { v1: 0.83, v2: -0.61, p1: -0.77, p2: 0.53 };

const TIMES = [0, 0.37, 1];

/** A place within three of the origin at which the formula is no number, in words. */
export function failingPlace(spec: FormulaSpec, value: FormulaValue, dimension: 1 | 2, horizon: number): string | undefined {
  const coordinates = ["x1", "x2"].slice(0, dimension);
  const steered = (letter: "v" | "p") => coordinates.map((_, i) => input(`${letter}${i + 1}`));
  const root = fixedFormula(spec, value)({ x: coordinates.map(input), t: input("t"), v: steered("v"), p: steered("p") });
  for (const x1 of PROBES)
    for (const x2 of dimension === 2 ? PROBES : [0])
      for (const share of TIMES) {
        const t = share * horizon;
        const part = failingPart(root, { x1, x2, t, ...STEERED });
        if (part === undefined) continue;
        const at = [`x = ${x1}`, ...(dimension === 2 ? [`y = ${x2}`] : []), ...(parsedOf(spec, value).reads.has("t") ? [`t = ${t}`] : [])];
        return `${named(part)} is no number at ${at.join(", ")}, where particles come by.`;
      }
  return undefined;
}

/** The part of the formula, in the letters of the line and the plane. */
const named = (part: Expr): string =>
  toText(part)
    .replaceAll(/\bx1\b/g, "x")
    .replaceAll(/\bx2\b/g, "y");
