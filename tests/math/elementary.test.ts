/** @file Our elementary functions against integers of hundreds of digits, at their special values, and over their whole range against the engine's. */
import { describe, expect, it } from "vitest";
import { cosOf, expOf, expm1Of, logOf, log1pOf, sinOf, tanhOf } from "../../src/math/elementary.ts";
import { powOf } from "../../src/math/power.ts";
import { random } from "../../src/math/random.ts";
import { type Long, long, unitsOff } from "./long-arithmetic.ts";

const { uniform } = random(7, "elementary");
const between = (low: number, high: number): number => low + (high - low) * uniform();
/** Sizes over many orders of magnitude, both signs. */
const spread = (low: number, high: number): number => (uniform() < 0.5 ? -1 : 1) * 2 ** between(low, high);

const L = long(420);
const WIDE = long(1250);

/** The largest error of f at points, in units of the last place. */
function worst(
  points: readonly number[],
  f: (x: number) => number,
  truth: (x: bigint) => bigint,
  by: Long = L,
): { off: number; at: number } {
  let [off, at] = [0, Number.NaN];
  for (const x of points) {
    const error = unitsOff(f(x), truth(by.of(x)), by);
    if (!(error <= off)) [off, at] = [error, x];
  }
  return { off, at };
}
const many = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);

describe("elementary functions are right to the last places", () => {
  const expm1Truth = (x: bigint) => L.exp(x) - L.one;
  const tanhTruth = (x: bigint) => {
    const u = L.exp(2n * x);
    return L.over(u - L.one, u + L.one);
  };
  const cases: readonly [string, (x: number) => number, (x: bigint) => bigint, readonly number[], number, Long?][] = [
    ["exp", expOf, L.exp, [...many(1500, () => between(-60, 60)), ...many(300, () => spread(-60, 3))], 1],
    ["exp, all of its range", expOf, WIDE.exp, many(150, () => between(-745, 709.7)), 1, WIDE],
    ["expm1", expm1Of, expm1Truth, [...many(1000, () => between(-40, 45)), ...many(1500, () => spread(-60, 2))], 1.5],
    [
      "log",
      logOf,
      L.log,
      [...many(1000, () => between(0, 4)), ...many(500, () => Math.abs(spread(-300, 300))), ...many(500, () => 1 + spread(-52, -1))],
      1,
    ],
    [
      "log1p",
      log1pOf,
      (x) => L.log(L.one + x),
      [...many(1000, () => between(-1, 4)), ...many(800, () => spread(-60, -1)), ...many(200, () => 2 ** between(0, 300))],
      1.5,
    ],
    ["tanh", tanhOf, tanhTruth, [...many(1500, () => between(-20, 20)), ...many(1000, () => spread(-60, 1))], 1.5],
    [
      "sin",
      sinOf,
      L.sin,
      [...many(1500, () => between(-20, 20)), ...many(500, () => spread(-60, 25)), ...many(100, () => spread(20, 300))],
      1,
    ],
    [
      "cos",
      cosOf,
      L.cos,
      [...many(1500, () => between(-20, 20)), ...many(500, () => spread(-60, 25)), ...many(100, () => spread(20, 300))],
      1,
    ],
  ];
  for (const [name, f, truth, points, most, by] of cases) {
    it(`${name}: at most ${String(most)} units in the last place`, () => {
      const { off, at } = worst(points, f, truth, by);
      expect(off, `at ${String(at)}`).toBeLessThan(most);
    });
  }

  it("sines next to multiples of π/2, where digits cancel", () => {
    const near = many(300, () => Math.round(2 ** between(0, 45)) * (Math.PI / 2));
    // The double that is nearest to a multiple of π/2 of all (Muller, Elementary functions, 2006, section 11.3).
    const points = [...near, 6381956970095103 * 2 ** 797, Math.PI, Math.PI / 2, 1e6, 1e6 - 0.01];
    expect(worst(points, sinOf, L.sin).off).toBeLessThan(1);
    expect(worst(points, cosOf, L.cos).off).toBeLessThan(1);
  });

  it("pow: at most one unit in the last place", () => {
    let worstOff = 0;
    for (let i = 0; i < 2500; i++) {
      const x = i % 3 === 0 ? Math.abs(spread(-100, 100)) : i % 3 === 1 ? between(0.5, 2) : 1 + spread(-40, -5);
      const most = 200 / Math.abs(Math.log2(x));
      const y = i % 2 === 0 ? between(-4, 4) : between(-most, most);
      if (Math.abs(y * Math.log2(x)) > 250) continue;
      const truth = L.exp((L.log(L.of(x)) * L.of(y)) >> L.digits);
      const error = unitsOff(powOf(x, y), truth, L);
      worstOff = Math.max(worstOff, error);
      expect(error, `${String(x)} ** ${String(y)}`).toBeLessThan(1);
    }
    expect(worstOff).toBeGreaterThan(0.3);
  });
});

describe("elementary functions at their ends", () => {
  const SPECIAL = [
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    2,
    -2,
    3,
    -3,
    2.5,
    -2.5,
    Infinity,
    -Infinity,
    Number.NaN,
    5e-324,
    -5e-324,
    1e-310,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    2 ** 53,
    -(2 ** 53) - 2,
    1 + 2 ** -52,
    1 - 2 ** -53,
    1e300,
    710,
    -746,
    709.7,
    -708.5,
    -745.1,
  ];
  const same = (ours: number, theirs: number): boolean =>
    Object.is(ours, theirs) ||
    (Number.isFinite(theirs) && theirs !== 0 && Math.abs(ours - theirs) <= Math.max(4e-16 * Math.abs(theirs), 5e-324));
  const one: readonly [string, (x: number) => number, (x: number) => number][] = [
    ["exp", expOf, Math.exp],
    ["expm1", expm1Of, Math.expm1],
    ["log", logOf, Math.log],
    ["log1p", log1pOf, Math.log1p],
    ["tanh", tanhOf, Math.tanh],
    ["sin", sinOf, Math.sin],
    ["cos", cosOf, Math.cos],
  ];
  for (const [name, ours, theirs] of one) {
    it(name, () => {
      for (const x of SPECIAL)
        expect(same(ours(x), theirs(x)), `${name}(${String(x)}): ${String(ours(x))}, ${String(theirs(x))}`).toBe(true);
    });
  }
  it("pow", () => {
    for (const x of SPECIAL)
      for (const y of SPECIAL)
        expect(same(powOf(x, y), x ** y), `${String(x)} ** ${String(y)}: ${String(powOf(x, y))}, ${String(x ** y)}`).toBe(true);
  });
  it("subnormal numbers, in and out", () => {
    const points = many(200, () => 2 ** between(-1074, -1022));
    for (const x of points) expect(same(logOf(x), Math.log(x))).toBe(true);
    for (const x of many(200, () => between(-745.1, -708)))
      expect(Math.abs(expOf(x) - Math.exp(x))).toBeLessThanOrEqual(Math.max(5e-324, 2e-16 * Math.exp(x)));
    expect(expOf(1000)).toBe(Infinity);
    expect(powOf(2, -1074)).toBe(5e-324);
    expect(powOf(10, -320)).toBe(1e-320);
  });
  it("keeps the order of neighbours", () => {
    for (const f of [expOf, expm1Of, tanhOf])
      for (let i = 0, x = -30; i < 3000; i++, x += 0.02) expect(f(x + 0.02)).toBeGreaterThanOrEqual(f(x));
    for (let i = 0, x = 1e-3; i < 3000; i++, x *= 1.01) expect(logOf(x * 1.01)).toBeGreaterThan(logOf(x));
  });
});
