/** @file The cheapest pairs: permutations are tried in distances/assignment.test.ts; here the two ways to find them, and the costs they share. */
import { expect, test } from "vitest";
import { alignedCosts, createPairing } from "../../src/math/pairing.ts";
import { random } from "../../src/math/random.ts";

const N = 150;

test("points of a line in the plane are paired as on the line, wherever they are and however far apart", () => {
  const stream = random(3, "line");
  const pairing = createPairing(N);
  for (const [scale, shift] of [
    [1, 0],
    [0.01, 5],
    [30, -2],
  ] as const) {
    const [x, y] = [stream.normal, () => shift + scale * stream.normal()].map((draw) => Float32Array.from({ length: N }, draw));
    // A quarter turn and stretching by 2, both exact.
    const inPlane = (values: Float32Array) => Float32Array.from({ length: 2 * N }, (_, q) => (q % 2 === 0 ? 0 : 2 * values[q >> 1]!));
    expect([...pairing(inPlane(x!), inPlane(y!), 2, N)]).toEqual([...pairing(x!, y!, 1, N).slice()]);
  }
});

test.each([1, 2])("aligned costs are squared distances but for a factor and something of each row and column, d = %i", (d) => {
  const stream = random(5, "costs");
  const n = 6;
  const x = Float32Array.from({ length: n * d }, () => 1 + 0.3 * stream.normal());
  const y = Float32Array.from({ length: n * d }, () => -2 + 4 * stream.normal());
  const costs = new Float64Array(n * n);
  const s = alignedCosts(x, y, d, n, costs);
  const distance = (i: number, j: number): number => {
    let sum = 0;
    for (let axis = 0; axis < d; axis++) sum += (x[i * d + axis]! - y[j * d + axis]!) ** 2;
    return sum;
  };
  for (let i = 1; i < n; i++) {
    for (let j = 1; j < n; j++) {
      const square = (c: (a: number, b: number) => number): number => c(0, 0) + c(i, j) - c(0, j) - c(i, 0);
      expect(square((a, b) => costs[a * n + b]!) / s).toBeCloseTo(square(distance), 6);
    }
  }
});

test("points that all lie in one place have partners too", () => {
  const x = new Float32Array(10).fill(1);
  const y = Float32Array.from({ length: 10 }, (_, i) => i);
  expect(new Set(createPairing(5)(x, y, 2, 5)).size).toBe(5);
  expect(new Set(createPairing(5)(x, y, 1, 5)).size).toBe(5);
});
