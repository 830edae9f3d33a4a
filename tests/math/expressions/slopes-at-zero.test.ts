/** @file Slopes where a power or a root is vertical: |p|^q and |p| at p = 0, with exponents that are numbers and live ones. */
import { describe, expect, it } from "vitest";
import { div, type Expr, input, normSquared, pow, sqrt } from "../../../src/math/expressions/expression.ts";
import { gradient } from "../../../src/math/expressions/gradient.ts";
import { column, plan } from "../../../src/math/expressions/plan.ts";

const NAMES = ["p1", "p2"] as const;
const p = NAMES.map(input);

function at(e: Expr, point: readonly [number, number], q: number): number {
  const planned = plan([e], new Set(["q"]));
  const values: Readonly<Record<string, number>> = { p1: point[0], p2: point[1], q };
  const out = new Float64Array(1);
  planned.evaluate(
    1,
    planned.columns.map((name) => column(Float64Array.of(values[name]!))),
    planned.uniforms.map((name) => values[name]!),
    [column(out)],
  );
  return out[0]!;
}

describe("slopes at 0", () => {
  for (const q of [1.2, 1.5, 2, 3, 4]) {
    for (const [kind, exponent] of [
      ["a number", q / 2],
      ["live", div(input("q"), 2)],
    ] as const) {
      it(`|p|^${String(q)}, its exponent ${kind}: slope 0 at 0, q |p|^(q−2) p elsewhere, and second derivatives that are numbers`, () => {
        const cost = pow(normSquared(p), exponent);
        const slopes = gradient(cost, NAMES);
        for (const slope of slopes) {
          expect(at(slope, [0, 0], q)).toBe(0);
          for (const second of gradient(slope, NAMES)) expect(Number.isFinite(at(second, [0, 0], q))).toBe(true);
        }
        const [x, y] = [0.3, -1.1];
        const size = q * Math.hypot(x, y) ** (q - 2);
        expect(at(slopes[0]!, [x, y], q)).toBeCloseTo(size * x, 12);
        expect(at(slopes[1]!, [x, y], q)).toBeCloseTo(size * y, 12);
      });
    }
  }

  it("the exponent's own slope at 0 is 0, and |p| has slope 0 there, as |x| has", () => {
    const [inExponent] = gradient(pow(normSquared(p), input("q")), ["q"]);
    expect(at(inExponent!, [0, 0], 1.5)).toBe(0);
    expect(at(inExponent!, [1, 2], 1.5)).toBeCloseTo(5 ** 1.5 * Math.log(5), 10);
    const [slope] = gradient(sqrt(normSquared(p)), NAMES);
    expect(at(slope!, [0, 0], 0)).toBe(0);
    expect(at(slope!, [3, 4], 0)).toBeCloseTo(0.6, 14);
  });

  it("what is no number is not hidden by it", () => {
    const [slope] = gradient(pow(normSquared(p), 0.6), NAMES);
    expect(at(slope!, [Number.NaN, 0], 0)).toBeNaN();
  });
});
