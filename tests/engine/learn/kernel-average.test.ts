/** @file A kernel's average over a crowd, against the Gaussian integral that it estimates and against the sum over all pairs. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { type KernelFeature, kernelAverage } from "../../../src/engine/learn/kernel-average.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";

const [WEIGHT, RADIUS] = [3, 0.8];

function congestion(d: 1 | 2) {
  const zeros = new Array<number>(d).fill(0);
  const game = { interactions: [{ id: "kernel-congestion", params: { weight: WEIGHT, radius: RADIUS } }] };
  const covariance = zeros.map((_, i) => zeros.map((__, j) => (i === j ? 1 : 0)));
  const given = {
    model: "ot-flow",
    data: { id: "gaussian", params: { mean: zeros, covariance } },
    game: { ...game, terminal: { id: "reverse-kl" } },
  };
  const setup = setUp(experimentOf(given), registry);
  const feature = setup.composed.interactions[0]!.crowd.find((each): each is KernelFeature => each.kind === "kernel");
  return kernelAverage(feature!, setup);
}

const kernel = (x: readonly number[], y: readonly number[]): number =>
  WEIGHT * Math.exp(-x.reduce((sum, v, k) => sum + (v - y[k]!) ** 2, 0) / (2 * RADIUS ** 2));

describe.each([1, 2] as const)("a kernel's average over a crowd, d = %i", (d) => {
  const stream = random(4, `kernel average ${String(d)}`);
  const draw = (n: number, sd: number) => Float32Array.from({ length: n * d }, () => sd * stream.normal());
  const average = congestion(d);

  it("is the Gaussian integral at any point, within the spread of its partners", () => {
    const sd = 0.7;
    const [variance, n] = [RADIUS ** 2 + sd ** 2, 200];
    const x = draw(n, 1);
    const found = average(x, n, draw(4096, sd));
    for (let i = 0; i < n; i++) {
      const square = x.subarray(i * d, (i + 1) * d).reduce((sum, v) => sum + v * v, 0);
      const truth = WEIGHT * (RADIUS ** 2 / variance) ** (d / 2) * Math.exp(-square / (2 * variance));
      // 256 partners, and a kernel between 0 and its weight.
      expect(Math.abs(found[i]! - truth)).toBeLessThan((5 * WEIGHT) / 2 / Math.sqrt(256));
    }
    const mean = found.reduce((sum, v) => sum + v / n, 0);
    const truths = Array.from({ length: n }, (_, i) => x.subarray(i * d, (i + 1) * d).reduce((sum, v) => sum + v * v, 0)).map(
      (square) => WEIGHT * (RADIUS ** 2 / variance) ** (d / 2) * Math.exp(-square / (2 * variance)),
    );
    expect(Math.abs(mean - truths.reduce((sum, v) => sum + v / n, 0))).toBeLessThan(0.05);
  });

  it("leaves a particle of the crowd itself out, and counts every other one of a small crowd once", () => {
    const n = 40;
    const x = draw(n, 1);
    const point = (i: number) => Array.from(x.subarray(i * d, (i + 1) * d));
    const found = average(x, n, x);
    for (let i = 0; i < n; i++) {
      const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
      const truth = others.reduce((sum, j) => sum + kernel(point(i), point(j)) / others.length, 0);
      expect(found[i]).toBeCloseTo(truth, 5);
    }
  });
});
