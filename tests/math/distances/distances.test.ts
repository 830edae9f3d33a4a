import { describe, expect, it } from "vitest";
import { distances, klOnGrid, median, noisy } from "../../../src/math/distances/distances.ts";
import { gaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { gaussianDivergence, squaredDistance } from "../../../src/math/laws/gaussian.ts";
import { kernelDistances } from "../../../src/math/distances/kernel-distances.ts";
import { random } from "../../../src/math/random.ts";
import { slicedW2 } from "../../../src/math/distances/sliced-wasserstein.ts";
import { randomMixture } from "../densities.ts";

function draw(density: ReturnType<typeof gaussianMixture>, n: number, stream = random(1, "draw")): Float64Array {
  const x = new Float64Array(n * density.dimension);
  density.sample(stream, n, x);
  return x;
}

describe("sliced W2", () => {
  it("of a translated sample is the root mean square of the translation along the directions: |a|/√2 in the plane, |a| on the line", () => {
    const x = draw(randomMixture(random(2, "test"), 2, 3), 500);
    const y = x.map((value, j) => value + (j % 2 === 0 ? 0.3 : -0.4));
    expect(slicedW2(x, 500, y, 500, 2)).toBeCloseTo(0.5 / Math.SQRT2, 12);
    expect(
      slicedW2(
        x,
        1000,
        x.map((value) => value + 0.7),
        1000,
        1,
      ),
    ).toBeCloseTo(0.7, 12);
  });

  it("on the line is the W₂ between Gaussians, and samples of different sizes are compared exactly", () => {
    const [p, q] = [
      { mean: [0], covariance: [[1]] },
      { mean: [1], covariance: [[4]] },
    ];
    const stream = random(3, "test");
    const x = draw(gaussianMixture({ means: [p.mean], covariances: [p.covariance] }), 60_000, stream);
    const y = draw(gaussianMixture({ means: [q.mean], covariances: [q.covariance] }), 40_000, stream);
    expect(slicedW2(x, 60_000, y, 40_000, 1)).toBeCloseTo(Math.sqrt(squaredDistance(p, q)), 1.5);
    // {0, 1} against {0, 0, 3}: quantiles differ by 0 on [0, ½), 1 on [½, ⅔), 2 on [⅔, 1].
    expect(slicedW2([0, 1], 2, [3, 0, 0], 3, 1)).toBeCloseTo(Math.sqrt(1 / 6 + 4 / 3), 12);
    expect(slicedW2([1, 5, 2], 3, [2, 2, 1, 1, 5, 5], 6, 1)).toBe(0);
  });
});

describe("kernel distances", () => {
  it("are the sums that define them", () => {
    const stream = random(4, "test");
    const [x, y] = [draw(randomMixture(stream, 2, 2), 7, stream), draw(randomMixture(stream, 2, 2), 5, stream)];
    const average = (a: Float64Array, b: Float64Array, f: (r: number) => number): number => {
      let sum = 0;
      for (let i = 0; i < a.length / 2; i++)
        for (let j = 0; j < b.length / 2; j++) sum += f(Math.hypot(a[2 * i]! - b[2 * j]!, a[2 * i + 1]! - b[2 * j + 1]!));
      return sum / ((a.length * b.length) / 4);
    };
    const kernel = (r: number): number => [0.25, 0.5, 1, 2, 4].reduce((sum, h) => sum + Math.exp(-(r * r) / (2 * h * h)) / 5, 0);
    const squared = (f: (r: number) => number): number => average(x, x, f) - 2 * average(x, y, f) + average(y, y, f);
    const { mmd, energyDistance } = kernelDistances(x, 7, y, 5, 2);
    expect(mmd).toBeCloseTo(Math.sqrt(squared(kernel)), 10);
    expect(energyDistance).toBeCloseTo(Math.sqrt(-squared((r) => r)), 10);
  });

  it("vanish between a sample and itself, are symmetric, grow with a shift", () => {
    const x = draw(randomMixture(random(5, "test"), 2, 3), 300);
    const shifted = (by: number): Float64Array => x.map((value) => value + by);
    expect(kernelDistances(x, 300, x, 300, 2).mmd).toBeLessThan(1e-7);
    expect(kernelDistances(x, 300, x, 300, 2).energyDistance).toBeLessThan(1e-6);
    const [near, far] = [kernelDistances(x, 300, shifted(0.2), 300, 2), kernelDistances(x, 300, shifted(1), 300, 2)];
    expect(far.mmd).toBeGreaterThan(near.mmd);
    expect(far.energyDistance).toBeGreaterThan(near.energyDistance);
    expect(kernelDistances(shifted(1), 300, x, 300, 2).mmd).toBeCloseTo(far.mmd, 12);
  });
});

it("two true samples are at the noise floor, a shifted one is far above it", async () => {
  const stream = random(6, "test");
  const law = randomMixture(stream, 2, 3);
  const [n, measure] = [400, (x: ArrayLike<number>, y: ArrayLike<number>) => distances(x, y, 2)];
  const truth = (): Float64Array => draw(law, n, stream);
  const same = await noisy(measure, truth, truth);
  const shifted = await noisy(measure, () => truth().map((value) => value + 0.8), truth);
  for (const name of ["slicedW2", "mmd", "energyDistance"] as const) {
    expect(same[name].value / same[name].noise).toBeGreaterThan(0.3);
    expect(same[name].value / same[name].noise).toBeLessThan(2.5);
    expect(shifted[name].value / shifted[name].noise).toBeGreaterThan(2.5);
  }
});

it("the median is the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it("KL on a grid: 0 from itself, the closed form between Gaussians, infinite where q has no mass, the missing mass where q is elsewhere", () => {
  const grid = Float64Array.from({ length: 4001 }, (_, i) => -12 + (24 * i) / 4000);
  const log = (mean: number, variance: number): Float64Array => {
    const out = new Float64Array(4001);
    gaussianMixture({ means: [[mean]], covariances: [[[variance]]] }).logDensity(grid, 4001, out);
    return out;
  };
  const cell = 24 / 4000;
  const [p, q] = [log(0.5, 0.6), log(-0.3, 1.4)];
  const itself = klOnGrid(p, p, cell);
  expect(Math.abs(itself.divergence)).toBeLessThan(1e-12);
  expect(itself.mass).toBeCloseTo(1, 10);
  // p counts by its shape alone, as a density that is known up to its normalisation
  const raised = p.map((value) => value + 3);
  expect(klOnGrid(raised, q, cell).divergence).toBeCloseTo(klOnGrid(p, q, cell).divergence, 10);
  expect(klOnGrid(p, q, cell).divergence).toBeCloseTo(
    gaussianDivergence({ mean: [0.5], covariance: [[0.6]] }, { mean: [-0.3], covariance: [[1.4]] }),
    8,
  );
  const cut = q.map((value, i) => (i > 2000 ? -Infinity : value));
  expect(klOnGrid(p, cut, cell).divergence).toBe(Infinity);
  expect(klOnGrid(cut, q, cell).divergence).toBeGreaterThan(0.1);
  // half of q somewhere else: the rest agrees with p perfectly, and log 2 is what that costs
  const half = klOnGrid(
    p,
    p.map((value) => value - Math.LN2),
    cell,
  );
  expect(half.mass).toBeCloseTo(0.5, 10);
  expect(half.divergence).toBeCloseTo(Math.LN2, 10);
});
