/** @file Typed formulas: what they mean, what they refuse and where. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { input, normSquared } from "../../../src/math/expressions/expression.ts";
import { gradient } from "../../../src/math/expressions/gradient.ts";
import { type FormulaScope, type FormulaVariable, normPower, parseFormula } from "../../../src/math/expressions/parse.ts";
import { FormulaError, LONGEST_FORMULA } from "../../../src/math/expressions/syntax.ts";
import { meaning } from "./meaning.ts";

const ALL: readonly FormulaVariable[] = ["x", "t", "v", "p"];

const NUMBERED: Readonly<Record<string, string>> = { x: "x1", y: "x2", v: "v1", p: "p1" };

const PLANE: FormulaScope = {
  variable: (name) => input(NUMBERED[name] ?? name),
  norm: (vector, power) => normPower(normSquared([input(`${vector}1`), input(`${vector}2`)]), power),
  parameter: input,
};

const AT = { x1: 0.7, x2: -1.3, t: 0.4, v1: 1.1, v2: 0.6, p1: -0.8, p2: 0.3, k: 2.5, a: 0.9, w: 1.7, lambda: 0.35 };

const read = (text: string): number => meaning(parseFormula(text, ALL).build(PLANE), AT);

describe("a formula means", () => {
  const { x1: x, x2: y, t, v1, v2, p1, p2, k, a, w, lambda } = AT;
  it.each<[string, number]>([
    ["k/2*(x1-1)^2 + sin(3*x2)", (k / 2) * (x - 1) ** 2 + Math.sin(3 * y)],
    ["-x^2", -(x ** 2)],
    ["(-x)^2", x ** 2],
    ["2^-x^2", 2 ** -(x ** 2)],
    ["2^3^2", 512],
    ["x - y - t", x - y - t],
    ["x / y / t", x / y / t],
    ["x/y*t", (x / y) * t],
    ["-x - -y", -x + y],
    ["- - x", x],
    ["+x", x],
    ["1e-3*x + .5 + 2. + 1.5E2", 1e-3 * x + 0.5 + 2 + 150],
    ["a·x × y − 3÷2", a * x * y - 3 / 2],
    ["y^3", y ** 3],
    ["y^-2", y ** -2],
    ["abs(y)^1.5", Math.abs(y) ** 1.5],
    ["k^x", k ** x],
    ["norm(x)", Math.hypot(x, y)],
    ["norm(v)^2", v1 ** 2 + v2 ** 2],
    ["norm(p)^3", Math.hypot(p1, p2) ** 3],
    ["norm(p)^w", Math.hypot(p1, p2) ** w],
    ["pow(norm(x), 4)", Math.hypot(x, y) ** 4],
    ["v1*p2 - v2*p1", v1 * p2 - v2 * p1],
    ["v*p", v1 * p1],
    ["max(x, y, t) + min(x, 0)", Math.max(x, y, t) + Math.min(x, 0)],
    ["where(y, 1, x)", x],
    ["cosh(x) + sinh(y) + tan(t) + tanh(w)", Math.cosh(x) + Math.sinh(y) + Math.tan(t) + Math.tanh(w)],
    [
      "ln(k) + log(w) + exp(-x) + sqrt(k) + sign(y) + cos(pi*x)",
      Math.log(k) + Math.log(w) + Math.exp(-x) + Math.sqrt(k) - 1 + Math.cos(Math.PI * x),
    ],
    ["e^x + π", Math.exp(x) + Math.PI],
    ["lambda*x", lambda * x],
  ])("%s", (text, truth) => {
    expect(read(text)).toBeCloseTo(truth, 12);
  });

  it("with every other name a parameter, in order", () => {
    expect(parseFormula("k*x + constructor - λ_2*k*toString", ["x"]).parameters).toEqual(["k", "constructor", "λ_2", "toString"]);
  });

  it("with slopes that are numbers where a norm is 0", () => {
    for (const text of ["norm(v)", "norm(v)^1.2", "norm(v)^2", "norm(v)^4", "norm(v)^3"]) {
      const e = parseFormula(text, ALL).build(PLANE);
      for (const slope of gradient(e, ["v1", "v2"])) expect(meaning(slope, { ...AT, v1: 0, v2: 0 })).toBeCloseTo(0, 10);
    }
  });
});

describe("what is wrong is told where it is", () => {
  it.each<[string, RegExp, string]>([
    ["", /empty/, ""],
    ["   ", /empty/, "   "],
    ["2x", /needs its sign.*2\*x/, "2x"],
    ["x y", /needs its sign/, "x y"],
    ["x(y+1)", /x is no function/, "x"],
    ["(x)(y)", /needs its sign/, ")("],
    ["3(x+1)", /needs its sign/, "3("],
    ["x +", /missing after “\+”/, "+"],
    ["x + * y", /missing before “\*”/, "*"],
    ["* x", /missing before/, "*"],
    ["sin()", /missing here/, ")"],
    ["max(x,)", /missing here/, ")"],
    ["sin(x", /never closed/, "("],
    ["x)", /No bracket is open/, ")"],
    ["sn(x)", /no function “sn”.*sin\?/, "sn"],
    ["Sin(x)", /Do you mean sin\?/, "Sin"],
    ["foo(x)", /functions are/, "foo"],
    ["sin + 1", /sin is a function/, "sin"],
    ["sin(x, y)", /takes 1 argument, not 2/, "sin"],
    ["max(x)", /two or more/, "max"],
    ["0,5*x", /decimals take a point/, ","],
    ["x**2", /x\^2/, "**"],
    ["x²", /Write \^2/, "²"],
    ["|x|", /abs\(x\)/, "|"],
    ["x > 1", /nothing is compared/, ">"],
    ["x = 1", /nothing is compared/, "="],
    ["x.y", /does not belong/, "."],
    ["'x'", /does not belong/, "'"],
    ["x; y", /does not belong/, ";"],
    ["[x]", /round brackets/, "["],
    ["norm(x + y)", /length of a vector/, "x + y"],
    ["a+b+c+d+f+g+h+i+j", /at most 8 parameters/, "j"],
    ["averyverylongname*x", /12 letters/, "averyverylongname"],
    ["1/0", /no number/, "1/0"],
    ["1e999", /not a number/, "1e999"],
    [`x${"+x".repeat(LONGEST_FORMULA)}`, /at most 400 characters/, "+x".repeat(LONGEST_FORMULA).slice(LONGEST_FORMULA - 1)],
  ])("%s", (text, message, pointed) => {
    const error = errorOf(text, ALL);
    expect(error.message).toMatch(message);
    expect(text.slice(error.at, error.end)).toBe(pointed);
  });

  it("names the variables that a formula knows", () => {
    expect(errorOf("x + v", ["x", "t"]).message).toBe("“v” means nothing here: this formula knows x, y and t.");
    expect(errorOf("norm(p)", ["x", "v"]).message).toMatch(/“p” means nothing/);
  });

  it("remembers what the line has not got, and what only the line has", () => {
    const { second, bare, reads } = parseFormula("x2 + y + v + norm(p)", ALL);
    expect(second.map(({ at }) => at)).toEqual([0, 5]);
    expect(bare.map(({ at }) => at)).toEqual([9]);
    expect([...reads]).toEqual(["x2", "v1", "|p|"]);
  });
});

function errorOf(text: string, variables: readonly FormulaVariable[]): FormulaError {
  try {
    parseFormula(text, variables);
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

it("whatever is typed, nothing but a FormulaError is thrown, and it points into the text", () => {
  const scrap = fc.array(
    fc.oneof(
      fc.constantFrom(...Array.from("+-*/^(),.|[]{}<>=!?:;'\"\\`$#@&%~ \t\n²−·")),
      fc.constantFrom(
        "x",
        "y",
        "t",
        "v",
        "p",
        "k",
        "2",
        "0.5",
        "1e",
        "1e9",
        "sin",
        "norm",
        "max",
        "where",
        "__proto__",
        "this",
        "true",
        "null",
        "π",
        "λ",
        "𝒳",
      ),
      fc.string({ maxLength: 2, unit: "binary" }),
    ),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(
      scrap.map((parts) => parts.join("")),
      (text) => {
        try {
          parseFormula(text, ["x", "t"]).build(PLANE);
        } catch (error) {
          if (!(error instanceof FormulaError)) throw error;
          expect(error.at).toBeGreaterThanOrEqual(0);
          expect(error.at).toBeLessThanOrEqual(error.end);
          expect(error.end).toBeLessThanOrEqual(Math.max(text.length, 0));
        }
      },
    ),
    { numRuns: 1500, seed: 6 },
  );
});
