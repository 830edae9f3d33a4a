import { expect, it } from "vitest";
import { entropyOf } from "../../../src/math/distances/entropy.ts";
import { gaussianMixture, isotropicMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../../src/math/random.ts";
import { uniformBoxes } from "../../../src/math/laws/uniform-boxes.ts";

const stream = random(1, "entropy");

it("is in closed form for a Gaussian and for boxes", () => {
  expect(entropyOf(gaussianMixture({ means: [[3]], covariances: [[[4]]] }), stream)).toBeCloseTo(
    0.5 * Math.log(2 * Math.PI * Math.E * 4),
    12,
  );
  expect(entropyOf(uniformBoxes({ low: [[0], [5]], high: [[2], [6]] }), stream)).toBeCloseTo(Math.log(3), 12);
});

it("of a mixture matches quadrature to 0.003 nats; diffused boxes likewise", () => {
  const mixture = gaussianMixture({ weights: [1, 3], means: [[-2], [1]], covariances: [[[0.04]], [[0.5]]] });
  for (const density of [mixture, uniformBoxes({ low: [[-1]], high: [[1]] }).diffused(0.8, 0.2)]) {
    const n = 40_000;
    const x = Float64Array.from({ length: n }, (_, i) => -8 + (16 * (i + 0.5)) / n);
    const log = new Float64Array(n);
    density.logDensity(x, n, log);
    const truth = -log.reduce((sum, value) => sum + (Math.exp(value) * value * 16) / n, 0);
    expect(Math.abs(entropyOf(density, stream)! - truth)).toBeLessThan(0.003);
  }
});

it("of well separated modes too narrow for any grid is that of one mode plus that of the choice", () => {
  const [sd, weights] = [0.001, [0.2, 0.3, 0.5]];
  const means = [
    [-50, 0],
    [40, 10],
    [0, 60],
  ];
  const truth = 1 + Math.log(2 * Math.PI * sd * sd) - weights.reduce((sum, w) => sum + w * Math.log(w), 0);
  expect(Math.abs(entropyOf(isotropicMixture(means, sd, weights), stream)! - truth)).toBeLessThan(0.01);
});

it("is undefined where the density is not known", () => {
  expect(entropyOf({ dimension: 1, mean: [0], covariance: [[1]], sample: () => undefined }, stream)).toBeUndefined();
});
