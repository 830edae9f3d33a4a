/** @file The cheapest pairing of two samples: against all permutations, sorting and shifts. */
import { describe, expect, it } from "vitest";
import { cheapestPairing } from "../../../src/math/distances/assignment.ts";
import { random } from "../../../src/math/random.ts";

const draw = (n: number, seed: number): Float32Array => {
  const stream = random(seed, "pairing");
  return Float32Array.from({ length: n }, () => stream.normal());
};

const total = (x: Float32Array, y: Float32Array, d: number, partner: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < partner.length; i += 1) for (let k = 0; k < d; k += 1) sum += (x[i * d + k]! - y[partner[i]! * d + k]!) ** 2;
  return sum;
};

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) => Array.from({ length: n }, (_, at) => rest.toSpliced(at, 0, n - 1)));
}

describe("the cheapest pairing", () => {
  it.each([1, 2, 3, 4, 5])("is no dearer than any permutation (seed %i)", (seed) => {
    const [x, y] = [draw(12, seed), draw(12, seed + 100)];
    const least = Math.min(...permutations(6).map((partner) => total(x, y, 2, partner)));
    expect(total(x, y, 2, cheapestPairing(x, y, 2))).toBeCloseTo(least, 9);
  });

  it("sorts on the line", () => {
    const [x, y] = [draw(200, 3), draw(200, 4)];
    const partner = cheapestPairing(x, y, 1);
    expect(new Set(partner).size).toBe(200);
    const order = [...x.keys()].sort((a, b) => x[a]! - x[b]!).map((i) => y[partner[i]!]!);
    expect(order).toEqual([...y].sort((a, b) => a - b));
  });

  it("undoes a shift", () => {
    const x = draw(80, 5);
    const shifted = Float32Array.from(x, (value) => value + 3);
    expect([...cheapestPairing(x, shifted, 2)]).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });
});
