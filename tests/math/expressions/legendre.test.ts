/** @file The Legendre transform by Newton's method against closed forms: values, and derivatives up to the third order. */
import { describe, expect, it } from "vitest";
import {
  add,
  div,
  dot,
  exp,
  type Expr,
  input,
  leaves,
  mul,
  normSquared,
  num,
  pow,
  sub,
  substitute,
  topological,
  type Vec,
} from "../../../src/math/expressions/expression.ts";
import { gradient } from "../../../src/math/expressions/gradient.ts";
import { legendre } from "../../../src/math/expressions/legendre.ts";
import { random } from "../../../src/math/random.ts";
import { meaning } from "./meaning.ts";

const W = ["w1", "w2"];

/** G and its derivatives ∂₁, ∂₁∂₁, ∂₁∂₁∂₁ (and ∂₁∂₂ in the plane) at a point. */
function jets(G: Expr, d: number): readonly Expr[] {
  const names = W.slice(0, d);
  const first = gradient(G, names);
  const second = gradient(first[0]!, names);
  const third = gradient(second[0]!, names);
  return [G, ...first, ...second, ...third, ...gradient(first[0]!, ["a"])];
}

function expectSame(f: (z: Vec) => Expr, known: (w: Vec) => Expr, d: 1 | 2, reach: number, tolerance: number): void {
  const w = W.slice(0, d).map(input);
  const [ours, truth] = [jets(legendre(f, w).value, d), jets(known(w), d)];
  const r = random(d, "legendre");
  for (let trial = 0; trial < 25; trial++) {
    const length = reach * 10 ** (-2 * r.uniform());
    const angle = 2 * Math.PI * r.uniform();
    const at = { w1: d === 1 ? length : length * Math.cos(angle), w2: length * Math.sin(angle), a: 0.5 + r.uniform() };
    ours.forEach((e, k) => {
      const expected = meaning(truth[k]!, at);
      expect(Math.abs(meaning(e, at) - expected)).toBeLessThan(tolerance * (1e-3 + Math.abs(expected)));
    });
  }
}

const a = input("a");

const norm = (w: Vec, power: number): Expr => pow(normSquared(w), power / 2);

describe("the transform of", () => {
  it.each([1.5, 2, 3, 4])("a|z|^γ/γ, γ = %d, is that of the conjugate power", (gamma) => {
    const other = gamma / (gamma - 1);
    for (const d of [1, 2] as const)
      expectSame(
        (z) => div(mul(a, norm(z, gamma)), gamma),
        (w) => div(mul(pow(a, 1 - other), norm(w, other)), other),
        d,
        5,
        gamma === 2 ? 1e-9 : 1e-4,
      );
  });

  it("a quadratic of the plane is found in one step: no iteration is built", () => {
    // F = ½ z·Mz + b·z,  G = ½ (w + b)·M⁻¹(w + b),  M = [[2, a], [a, 3]]
    const f = ([x = num(0), y = num(0)]: Vec) => add(add(mul(x, x), mul(1.5, mul(y, y))), add(mul(a, mul(x, y)), add(x, mul(-0.5, y))));
    const known = ([w1 = num(0), w2 = num(0)]: Vec) => {
      const b = [add(w1, 1), sub(w2, 0.5)] as const;
      const det = sub(6, mul(a, a));
      return div(mul(0.5, add(sub(mul(3, mul(b[0], b[0])), mul(2, mul(a, mul(b[0], b[1])))), mul(2, mul(b[1], b[1])))), det);
    };
    expectSame(f, known, 2, 5, 1e-6);
    const { value } = legendre(f, W.map(input));
    expect(topological([value]).some(({ op }) => op === "where" || op === "held")).toBe(false);
  });

  it("e^z − 1 on the line: G = w(1 − log(−w)) … for negative w", () => {
    const { value, at } = legendre(([z = num(0)]) => sub(exp(z), 1), [input("w1")]);
    for (const w1 of [-0.05, -1, -7]) {
      expect(meaning(at[0]!, { w1 })).toBeCloseTo(Math.log(-w1), 6);
      expect(meaning(value, { w1 })).toBeCloseTo(-w1 * Math.log(-w1) + w1 + 1, 6);
    }
  });

  it("its transform is the function itself", () => {
    const f = (z: Vec): Expr => add(mul(0.5, normSquared(z)), mul(0.25, mul(normSquared(z), normSquared(z))));
    const z = W.map(input);
    const { value, residual } = legendre(f, z);
    const back = gradient(value, W); // −z*
    const again = substitute([sub(dot(back, z), add(value, f(back.map((e) => mul(-1, e)))))], new Map());
    for (const at of [
      { w1: 0.3, w2: -2 },
      { w1: 20, w2: 1 },
    ]) {
      expect(meaning(again[0]!, at)).toBeCloseTo(0, 6);
      for (const e of residual) expect(meaning(e, at)).toBeCloseTo(0, 8);
    }
    expect([...leaves([value])].sort()).toEqual(W);
  });
});
