/** @file The squared length of a noisy mean: unbiased, with an error that is the scatter it has. */
import { describe, expect, it } from "vitest";
import { combined, gramOf, squaredNorm } from "../../../src/engine/measure/squared-norm.ts";
import { quantileVector, slicedW2 } from "../../../src/math/distances/sliced-wasserstein.ts";
import { random } from "../../../src/math/random.ts";

const R = 8;
const stream = random(3, "squared-norm");
const noisy = (mean: readonly number[], sd: number): Float64Array[] =>
  Array.from({ length: R }, () => Float64Array.from(mean, (m) => m + sd * stream.normal()));

function moments(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1)) };
}

describe("the squared length of a mean under noise", () => {
  const repeats = 1500;
  for (const length of [0, 0.5, 3]) {
    it(`is right on average, and its error is its scatter, |v| = ${String(length)}`, () => {
      const v = Array.from({ length: 20 }, () => length / Math.sqrt(20));
      const found = Array.from({ length: repeats }, () => squaredNorm(gramOf(noisy(v, 0.7))));
      const { mean, sd } = moments(found.map(({ value }) => value));
      expect(Math.abs(mean - length ** 2)).toBeLessThan((4 * sd) / Math.sqrt(repeats));
      const said = Math.sqrt(moments(found.map(({ error }) => error ** 2)).mean);
      expect(said / sd).toBeGreaterThan(0.9);
      // where there is next to nothing, the jackknife is up to √2 too wide, never too narrow
      expect(said / sd).toBeLessThan(length < 1 ? 1.6 : 1.25);
    });
  }

  it("rarely finds something where there is nothing", () => {
    const zeros = Array.from({ length: 20 }, () => 0);
    let found = 0;
    for (let k = 0; k < repeats; k++) {
      const { value, error } = squaredNorm(gramOf(noisy(zeros, 1)));
      if (value > 2 * error) found++;
    }
    expect(found / repeats).toBeLessThan(0.06);
  });

  it("of a sum is the sum of its parts", () => {
    const [a, b] = [noisy([1, 2, 0], 0.3), noisy([-0.5, 1, 1], 0.2)];
    const sum = a.map((of, r) => of.map((value, i) => value + b[r]![i]!));
    const [whole, ga, gb] = [gramOf(sum), gramOf(a), gramOf(b)];
    const overlap = squaredNorm(
      combined([
        [1, whole],
        [-1, ga],
        [-1, gb],
      ]),
    );
    expect(squaredNorm(whole).value).toBeCloseTo(squaredNorm(ga).value + squaredNorm(gb).value + overlap.value, 12);
  });
});

it("quantile vectors are as far apart as their samples", () => {
  for (const d of [1, 2] as const) {
    const [x, y] = [0, 1].map((shift) => Float32Array.from({ length: 200 * d }, () => shift + stream.normal()));
    const [p, q] = [quantileVector(x!, 200, d), quantileVector(y!, 200, d)];
    const squared = p.reduce((sum, value, i) => sum + (value - q[i]!) ** 2, 0);
    expect(Math.sqrt(squared)).toBeCloseTo(slicedW2(x!, 200, y!, 200, d), 12);
  }
});
