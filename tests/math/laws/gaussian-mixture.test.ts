/** @file Mixtures of Gaussians: textbook formulas, moments, diffusion, and no overflow far out. */
import { describe, expect, it } from "vitest";
import { gaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { expectConsistent, expectMass, expectMoments, randomMixture } from "../densities.ts";

describe("mixtures of Gaussians", () => {
  it("one component is the textbook formula", () => {
    const one = gaussianMixture({
      means: [[0.3, -1]],
      covariances: [
        [
          [2, 0.5],
          [0.5, 1],
        ],
      ],
    });
    const out = new Float64Array(1);
    one.logDensity([1.3, 0], 1, out);
    const det = 1.75;
    const quadratic = (1 * 1 - 2 * 0.5 + 2 * 1) / det;
    expect(out[0]).toBeCloseTo(-Math.log(2 * Math.PI) - 0.5 * Math.log(det) - 0.5 * quadratic, 12);
    one.laplacianLogDensity([1.3, 0], 1, out);
    expect(out[0]).toBeCloseTo(-3 / det, 12);
  });

  for (const d of [1, 2] as const) {
    it(`score and Laplacian are derivatives of log ρ, mass is 1, samples have its moments (d = ${d})`, () => {
      const stream = random(d, "test");
      for (let trial = 0; trial < 5; trial++) {
        const mixture = randomMixture(stream, d, 1 + trial);
        expectConsistent(mixture, stream);
        expectMass(mixture);
        expectMoments(mixture, stream);
        const diffused = mixture.diffused(0.7, 0.4);
        expectConsistent(diffused, stream);
        expectMass(diffused);
      }
    });
  }

  it("diffusing is adding noise: the samples of α Y + std Z have the diffused moments, and twice is once", () => {
    const stream = random(3, "test");
    const mixture = randomMixture(stream, 2, 4);
    const once = mixture.diffused(0.6 * 0.5, Math.hypot(0.5 * 0.3, 0.2));
    const twice = mixture.diffused(0.6, 0.3).diffused(0.5, 0.2);
    const x = Float64Array.from({ length: 40 }, () => 2 * stream.normal());
    const [a, b] = [new Float64Array(20), new Float64Array(20)];
    once.logDensity(x, 20, a);
    twice.logDensity(x, 20, b);
    a.forEach((value, i) => expect(b[i]).toBeCloseTo(value, 10));
  });

  it("far out and with narrow components nothing overflows: the nearest component rules", () => {
    const mixture = gaussianMixture({ weights: [0.2, 0.8], means: [[-1], [1]], covariances: [[[1e-6]], [[1e-6]]] });
    const [score, laplacian, log] = [new Float64Array(1), new Float64Array(1), new Float64Array(1)];
    mixture.score([50], 1, score);
    mixture.laplacianLogDensity([50], 1, laplacian);
    mixture.logDensity([50], 1, log);
    expect(score[0]! / (-49 / 1e-6)).toBeCloseTo(1, 12);
    expect(laplacian[0]! / -1e6).toBeCloseTo(1, 12);
    expect(log[0]).toBeCloseTo(-0.5 * 49 ** 2 * 1e6 + Math.log(0.8 * 1e3) - 0.5 * Math.log(2 * Math.PI), 3);
  });

  it("drops components without mass and refuses a covariance that is not positive definite", () => {
    expect(gaussianMixture({ weights: [0, 2], means: [[5], [1]], covariances: [[[1]], [[4]]] }).mean).toEqual([1]);
    expect(() =>
      gaussianMixture({
        means: [[0, 0]],
        covariances: [
          [
            [1, 2],
            [2, 1],
          ],
        ],
      }),
    ).toThrow("positive definite");
  });
});
