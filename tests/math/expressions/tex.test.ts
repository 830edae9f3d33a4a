/** @file Printing: text is read back as the same expression, and TeX means what the expression means. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Expr, input, max, where } from "../../../src/math/expressions/expression.ts";
import { asTyped, type FormulaVariable, parseFormula } from "../../../src/math/expressions/parse.ts";
import { FormulaError } from "../../../src/math/expressions/syntax.ts";
import { symbolTex, toTex, toText } from "../../../src/math/expressions/tex.ts";
import { random } from "../../../src/math/random.ts";
import { meaning } from "./meaning.ts";
import { type Symbols, texMeaning } from "./tex-meaning.ts";

const ALL: readonly FormulaVariable[] = ["x", "t", "v", "p"];

const AT = { x1: 0.7, x2: -1.3, t: 0.4, v1: 1.1, v2: 0.6, p1: -0.8, p2: 0.3, k: 2.5, a: 0.9, w: 1.7, lambda: 0.35 };

/** Formulas as somebody could type them. */
const { formula } = fc.letrec<{ formula: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    fc.constantFrom("x", "y", "x1", "x2", "t", "v1", "v2", "p1", "k", "a", "w", "lambda", "pi", "e", "norm(x)", "norm(v)"),
    fc.double({ min: 0.01, max: 50, noNaN: true }).map((value) => String(Number(value.toPrecision(3)))),
  ),
  formula: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("atom"),
    fc.tuple(tie("formula"), fc.constantFrom("+", "-", "*", "/"), tie("formula")).map(([l, s, r]) => `${l} ${s} ${r}`),
    fc.tuple(tie("formula"), fc.constantFrom("+", "-", "*", "/", "^"), tie("formula")).map(([l, s, r]) => `(${l})${s}(${r})`),
    fc.tuple(tie("atom"), fc.constantFrom("2", "3", "-2", "0.5", "4")).map(([base, power]) => `${base}^${power}`),
    fc
      .tuple(fc.constantFrom("sin", "cos", "exp", "log", "sqrt", "abs", "sign", "tanh", "cosh", "-"), tie("formula"))
      .map(([f, a]) => `${f}(${a})`),
    fc.tuple(fc.constantFrom("max", "min"), tie("formula"), tie("formula")).map(([f, l, r]) => `${f}(${l}, ${r})`),
    fc.tuple(tie("formula"), tie("formula"), tie("formula")).map(([c, a, b]) => `where(${c}, ${a}, ${b})`),
  ),
}));

/** Equal up to rounding, or both no number. */
function expectSame(a: number, b: number, digits: number): void {
  if (Number.isNaN(a) || Number.isNaN(b) || Math.abs(a) > 1e8) return;
  expect(Math.abs(a - b)).toBeLessThanOrEqual(digits * (1 + Math.abs(a)));
}

/** A sum that cancels almost, or a jump, tells nothing apart at six digits. */
function steady(e: Expr, values: Readonly<Record<string, number>>): boolean {
  const r = random(1, "steady");
  const here = meaning(e, values);
  return [1, 2, 3].every(() => {
    const moved = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value * (1 + 1e-6 * r.normal())]));
    return Math.abs(meaning(e, moved) - here) <= 1e-4 * (1 + Math.abs(here));
  });
}

const TYPED: Readonly<Record<string, number>> = {
  ...AT,
  x: AT.x1,
  y: AT.x2,
  "|x|": Math.hypot(AT.x1, AT.x2),
  "|v|": Math.hypot(AT.v1, AT.v2),
};

const SYMBOLS: Symbols = {
  ...Object.fromEntries(Object.entries(TYPED).map(([name, value]) => [symbolTex(name), value])),
  x: [AT.x1, AT.x2],
  v: [AT.v1, AT.v2],
};

describe("printing", () => {
  it("as text is read back as the same", () => {
    fc.assert(
      fc.property(formula, (text) => {
        const e = tried(text);
        if (e === undefined) return;
        const again = parseFormula(toText(e), ALL).build(asTyped);
        expectSame(meaning(e, TYPED), meaning(again, TYPED), 1e-9);
      }),
      { numRuns: 600, seed: 4 },
    );
  });

  it("in TeX means what the expression means, to the six digits that are shown", () => {
    let compared = 0;
    fc.assert(
      fc.property(formula, (text) => {
        const e = tried(text);
        if (e === undefined || !steady(e, TYPED)) return;
        // On the screen x is the coordinate; in |x| it is the vector.
        const tex = toTex(e).replaceAll(/(?<![a-z|\\])x(?!_)(?![a-z|])/g, "x_1");
        expectSame(meaning(e, TYPED), Number(texMeaning(tex, SYMBOLS)), 1e-3);
        compared++;
      }),
      { numRuns: 600, seed: 5 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  it.each<[string, string]>([
    ["k/2*(x1-1)^2 + sin(3*x2)", String.raw`\frac{k}{2}\,(x_1 - 1)^{2} + \sin(3\,x_2)`],
    ["-x^2/2", String.raw`-\frac{x^{2}}{2}`],
    ["lambda*norm(x)^4 - 2*pi*x", String.raw`\lambda\,|x|^{4} - 2\pi\,x`],
    ["exp(-x^2)*cos(x)^2", String.raw`e^{-x^{2}}\,\cos^{2}(x)`],
    ["k_max*x*2", String.raw`k_{\mathrm{max}}\,x\cdot 2`],
    ["abs(x) - height/3*y", String.raw`\left|x\right| - \frac{\mathrm{height}}{3}\,y`],
    ["1/3*x", String.raw`\tfrac{1}{3}\,x`],
  ])("%s", (text, tex) => {
    expect(toTex(parseFormula(text, ALL).build(asTyped))).toBe(tex);
  });

  it("puts no character of a name into TeX that means something there", () => {
    expect(symbolTex("a_b_c")).toBe(String.raw`a_{\mathrm{b c}}`);
    expect(toTex(where(max(input("a"), 1), input("b"), 2))).toContain("cases");
  });
});

function tried(text: string): Expr | undefined {
  try {
    return parseFormula(text, ALL).build(asTyped);
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}
