/** @file Uniform boxes and their diffused laws: heights, moments, the convolution integral, and the tail. */
import { describe, expect, it } from "vitest";
import { random } from "../../../src/math/random.ts";
import { uniformBoxes } from "../../../src/math/laws/uniform-boxes.ts";
import { expectConsistent, expectMass, expectMoments } from "../densities.ts";

const board = uniformBoxes({
  low: [
    [-2, -1],
    [0, 0],
    [0.5, -2],
  ],
  high: [
    [-1, 0.5],
    [0.5, 2],
    [2, 0],
  ],
  weights: [1, 3, 2],
});

describe("uniform boxes", () => {
  it("has constant height inside and none outside", () => {
    const out = new Float64Array(2);
    board.logDensity([-1.5, 0, 1, 1], 2, out);
    expect(out[0]).toBeCloseTo(Math.log(1 / 6 / 1.5), 12);
    expect(out[1]).toBe(-Infinity);
  });

  it("samples have the stated moments, diffused or not", () => {
    expectMoments(board, random(1, "test"));
    expectMoments(board.diffused(0.5, 0.7), random(2, "test"));
  });

  for (const std of [0.01, 0.1, 1, 30]) {
    it(`diffused by ${std}: mass 1, score and Laplacian are derivatives of the log-density`, () => {
      const stream = random(4, "test");
      const diffused = board.diffused(0.8, std);
      if (std >= 0.1) expectMass(diffused);
      expectConsistent(diffused, stream, 1e-5, 0.02 * std);
    });
  }

  it("matches the convolution integral", () => {
    const [low, high, alpha, std] = [-0.7, 1.9, 0.6, 0.35];
    const diffused = uniformBoxes({ low: [[low]], high: [[high]] }).diffused(alpha, std);
    const x = [-3, -0.5, 0.1, 0.9, 2.5];
    const out = new Float64Array(5);
    diffused.logDensity(x, 5, out);
    x.forEach((at, i) => {
      const n = 20_000;
      let sum = 0;
      for (let k = 0; k < n; k++) {
        const z = (at - alpha * (low + ((k + 0.5) * (high - low)) / n)) / std;
        sum += Math.exp(-0.5 * z * z) / (std * Math.sqrt(2 * Math.PI)) / n;
      }
      expect(out[i]).toBeCloseTo(Math.log(sum), 6);
    });
  });

  it("far in the tail the score points to the nearest edge: −(x − edge)/std² − 1/(x − edge) + …, even at std = 1e-3", () => {
    for (const std of [1e-3, 1e-2, 1]) {
      for (const gap of [50 * std, 5000 * std]) {
        const diffused = uniformBoxes({ low: [[-1]], high: [[1]] }).diffused(1, std);
        const [right, left, laplacian] = [new Float64Array(1), new Float64Array(1), new Float64Array(1)];
        diffused.score([1 + gap], 1, right);
        diffused.score([-1 - gap], 1, left);
        diffused.laplacianLogDensity([1 + gap], 1, laplacian);
        const z = gap / std;
        // The box's own 1/width: φ(z)/Q(z) = z + 1/z − 2/z³ + …
        expect((-right[0]! * std) / (z + 1 / z - 2 / z ** 3)).toBeCloseTo(1, 6);
        expect(left[0]).toBeCloseTo(-right[0]!, 12);
        expect(laplacian[0]! * std * std).toBeCloseTo(-1 + 1 / (z * z), 4);
      }
    }
  });

  it("diffusing twice is diffusing once", () => {
    const x = [0.3, -0.2, 2, 2];
    const [a, b] = [new Float64Array(2), new Float64Array(2)];
    board.diffused(0.5 * 0.8, Math.hypot(0.5 * 0.3, 0.4)).logDensity(x, 2, a);
    board.diffused(0.8, 0.3).diffused(0.5, 0.4).logDensity(x, 2, b);
    expect(b[0]).toBeCloseTo(a[0]!, 11);
    expect(b[1]).toBeCloseTo(a[1]!, 11);
  });
});
