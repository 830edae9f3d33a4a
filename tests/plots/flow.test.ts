/** @file Positions between recorded times, against trajectories that are known. */
import { describe, expect, it } from "vitest";
import { bracket, particleCount, positionsAt, type Recorded } from "../../src/plots/flow.ts";
import { random } from "../../src/math/random.ts";

const draws = random(3, "plots");

/** n particles on x(t) = a + b t, recorded at irregular times. */
function straight(n: number, dimension: 1 | 2) {
  const times = Float32Array.from([0, 0.1, 0.45, 0.5, 1]);
  const [a, b] = [0, 1].map(() => Float32Array.from({ length: n * dimension }, () => draws.normal()));
  const paths = new Float32Array(times.length * n * dimension);
  times.forEach((t, k) => a!.forEach((start, i) => (paths[k * n * dimension + i] = start + b![i]! * t)));
  const recorded: Recorded = { times, paths, dimension };
  return { recorded, at: (t: number) => a!.map((start, i) => start + b![i]! * t) };
}

describe("positionsAt", () => {
  it.each([1, 2] as const)("is exact on straight paths, dimension %i", (dimension) => {
    const { recorded, at } = straight(7, dimension);
    expect(particleCount(recorded)).toBe(7);
    const out = new Float32Array(7 * dimension);
    for (let k = 0; k < 20; k += 1) {
      const t = draws.uniform();
      positionsAt(recorded, t, out);
      at(t).forEach((value, i) => expect(out[i]).toBeCloseTo(value, 5));
    }
  });

  it("stays at the ends outside the recorded times", () => {
    const { recorded, at } = straight(3, 2);
    const out = new Float32Array(6);
    positionsAt(recorded, 7, out);
    at(1).forEach((value, i) => expect(out[i]).toBeCloseTo(value, 5));
    positionsAt(recorded, -1, out);
    at(0).forEach((value, i) => expect(out[i]).toBeCloseTo(value, 5));
  });

  it("shows a population at rest at every time", () => {
    const data = Float32Array.from([1, 2, 3, 4]);
    const out = new Float32Array(4);
    expect(positionsAt({ times: Float32Array.from([0]), paths: data, dimension: 2 }, 0.7, out)).toBe(2);
    expect([...out]).toEqual([1, 2, 3, 4]);
  });
});

it("bracket finds the record before t", () => {
  const times = Float32Array.from([0, 0.25, 1]);
  expect(bracket(times, 0.25)).toEqual({ index: 1, weight: 0 });
  expect(bracket(times, 0.625).weight).toBeCloseTo(0.5, 6);
  expect(bracket(times, 1)).toEqual({ index: 1, weight: 1 });
});
