/** @file The cheapest assignment: against all permutations, and by the prices that prove it. */
import { describe, expect, it } from "vitest";
import { type Assignment, createAssigner } from "../../src/math/assignment.ts";
import { random } from "../../src/math/random.ts";

const table = (n: number, seed: number, entry: (uniform: number) => number): Float64Array => {
  const stream = random(seed, "costs");
  return Float64Array.from({ length: n * n }, () => entry(stream.uniform()));
};

const total = (costs: Float64Array, n: number, columnOf: ArrayLike<number>): number => {
  let sum = 0;
  for (let row = 0; row < n; row++) sum += costs[row * n + columnOf[row]!]!;
  return sum;
};

/** The least of all permutations, one row after the other. */
function bruteForce(costs: Float64Array, n: number, row = 0, taken = 0): number {
  if (row === n) return 0;
  let least = Infinity;
  for (let column = 0; column < n; column++) {
    if ((taken & (1 << column)) === 0)
      least = Math.min(least, costs[row * n + column]! + bruteForce(costs, n, row + 1, taken | (1 << column)));
  }
  return least;
}

/** How far the prices are from a proof: reduced costs below 0, and the gap between costs and prices. */
function doubt(costs: Float64Array, n: number, { columnOf, rowPrices, columnPrices }: Assignment): number {
  let [lowest, priced] = [0, 0];
  for (let row = 0; row < n; row++) {
    priced += rowPrices[row]! + columnPrices[row]!;
    for (let column = 0; column < n; column++)
      lowest = Math.min(lowest, costs[row * n + column]! - rowPrices[row]! - columnPrices[column]!);
  }
  return Math.max(-lowest, Math.abs(priced - total(costs, n, columnOf)));
}

const KINDS: readonly [string, (uniform: number) => number][] = [
  ["real costs of both signs", (u) => 4 * u - 2],
  ["few different ones, so that ties abound", (u) => Math.floor(3 * u)],
  ["of all sizes", (u) => 10 ** (8 * u - 4)],
  ["all the same", () => 7],
];

describe.each(KINDS)("the cheapest assignment, %s", (_, entry) => {
  const assign = createAssigner(120);

  it("is no dearer than any other", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const n = 1 + (seed % 7);
      const costs = table(n, seed, entry);
      const { columnOf } = assign(costs, n);
      expect(new Set(columnOf).size).toBe(n);
      expect(total(costs, n, columnOf)).toBeCloseTo(bruteForce(costs, n), 10);
    }
  });

  it("has prices that prove it", () => {
    for (const n of [2, 30, 120]) {
      const costs = table(n, n, entry);
      const found = assign(costs, n);
      expect([...found.columnOf].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (__, i) => i));
      expect(doubt(costs, n, found)).toBeLessThan(1e-8);
    }
  });
});
