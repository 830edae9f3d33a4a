/** @file Laws of samplers in matrices: the closed form of a denoised Gaussian against the equations of its moments, and the order of either sampler. */
import { describe, expect, it } from "vitest";
import {
  type AffineDrift,
  exactlyDenoised,
  gaussianQuantiles,
  type GaussianLaw,
  noisedGaussian,
  steppedLaw,
  unsteppedLaw,
} from "../../src/exact/sampled-gaussian.ts";
import { apply, combination, diagonal, identity, inverse } from "../../src/math/matrices.ts";
import { random } from "../../src/math/random.ts";

const draw = random(3, "sampled-gaussian");
const between = (a: number, b: number): number => a + (b - a) * draw.uniform();

function law(d: 1 | 2): GaussianLaw {
  const mean = Array.from({ length: d }, () => between(-2, 2));
  const [a, b, c] = [between(0.3, 2), between(0.3, 2), between(-0.4, 0.4)];
  return {
    mean,
    covariance:
      d === 1
        ? [[a]]
        : [
            [a, c * Math.sqrt(a * b)],
            [c * Math.sqrt(a * b), b],
          ],
  };
}

/** Ornstein-Uhlenbeck with rate β/2 and σ² = β: α = e^(−βs/2), std² = 1 − α². */
const beta = between(1, 4);
const noised = (s: number) => ({ alpha: Math.exp((-beta * s) / 2), std: Math.sqrt(1 - Math.exp(-beta * s)) });
const [horizon, smallest] = [1, 0.02];

const gap = (a: GaussianLaw, b: GaussianLaw): number =>
  gaussianQuantiles(a).reduce((sum, q, i) => sum + (q - gaussianQuantiles(b)[i]!) ** 2, 0);

/** The exact drift on t(u) = t_last (1 − (1 − u)²), and a wrong one: the score times `factor`. */
function exactDrifts(data: GaussianLaw, paths: "ode" | "sde", nodes: number, factor = 1) {
  const last = horizon - smallest;
  const d = data.mean.length;
  const us = Array.from({ length: nodes + 1 }, (_, k) => k / nodes);
  const times = us.map((u) => last * (1 - (1 - u) ** 2));
  const drifts = times.map((t): AffineDrift => {
    const { mean, covariance } = noisedGaussian(data, noised(horizon - t));
    const precision = inverse(covariance);
    const share = factor * (paths === "ode" ? beta / 2 : beta);
    return {
      slope: combination(beta / 2, identity(d), -share, precision),
      offset: apply(precision, mean).map((value) => share * value),
      sigma2: paths === "ode" ? 0 : beta,
    };
  });
  return { times, drifts, speeds: us.map((u) => 2 * last * (1 - u)) };
}

for (const paths of ["ode", "sde"] as const) {
  for (const d of [1, 2] as const) {
    describe(`a Gaussian denoised by the ${paths} in dimension ${String(d)}`, () => {
      const [data, start] = [law(d), law(d)];
      const exact = exactlyDenoised(data, start, noised(horizon), noised(smallest), paths);

      it("arrives where the equations of its moments lead", () => {
        const { drifts, speeds } = exactDrifts(data, paths, 512);
        expect(gap(unsteppedLaw(start, speeds, drifts), exact)).toBeLessThan(1e-12);
        const right = exactlyDenoised(data, noisedGaussian(data, noised(horizon)), noised(horizon), noised(smallest), paths);
        expect(gap(right, noisedGaussian(data, noised(smallest)))).toBeLessThan(1e-20);
      });

      it(`is stepped to order ${paths === "ode" ? "2" : "1"}`, () => {
        const errors = [64, 128].map((K) => {
          const { times, drifts } = exactDrifts(data, paths, K);
          return Math.sqrt(gap(steppedLaw(start, times, drifts), exact));
        });
        const order = Math.log2(errors[0]! / errors[1]!);
        expect(order).toBeGreaterThan(paths === "ode" ? 1.8 : 0.8);
        expect(order).toBeLessThan(paths === "ode" ? 2.5 : 1.5);
      });
    });
  }
}

describe("quantiles of Gaussians", () => {
  it("are as far apart as the laws: Bures on the line, half the square of a shift in the plane", () => {
    const [a, b] = [law(1), law(1)];
    const deviations = [a, b].map(({ covariance }) => Math.sqrt(covariance[0]![0]!));
    expect(gap(a, b)).toBeCloseTo((a.mean[0]! - b.mean[0]!) ** 2 + (deviations[0]! - deviations[1]!) ** 2, 12);
    const still = law(2);
    expect(gap(still, { ...still, mean: [still.mean[0]! + 3, still.mean[1]! - 4] })).toBeCloseTo(12.5, 10);
    const at = (variance: number): GaussianLaw => ({ mean: [0, 0], covariance: diagonal(2, variance) });
    expect(gap(at(1), at(4))).toBeCloseTo(1, 12);
  });
});
