/** @file Distances between samples: by hand, near their floors for samples of one law, and with intervals that hold the truth. */
import { describe, expect, it } from "vitest";
import { klOnGrid, noisyInPieces, profileInPieces, truthInPieces } from "../../../src/math/distances/distances.ts";
import { pairedMean, studentQuantile } from "../../../src/math/distances/paired-mean.ts";
import { whole } from "../../../src/math/pieces.ts";
import { gaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { gaussianDivergence, squaredDistance } from "../../../src/math/laws/gaussian.ts";
import { kernelDistancesBetween, kernelProfile } from "../../../src/math/distances/kernel-distances.ts";
import { random } from "../../../src/math/random.ts";
import { slicedW2 } from "../../../src/math/distances/sliced-wasserstein.ts";
import { randomMixture } from "../densities.ts";

const kernelDistances = (x: ArrayLike<number>, n: number, y: ArrayLike<number>, m: number, d: 1 | 2) =>
  whole(kernelDistancesBetween(whole(kernelProfile(x, n, d)), whole(kernelProfile(y, m, d))));

const distances = (x: ArrayLike<number>, y: ArrayLike<number>, d: 1 | 2) => {
  const [n, m] = [x.length / d, y.length / d];
  return { slicedW2: slicedW2(x, n, y, m, d), ...kernelDistances(x, n, y, m, d) };
};

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

describe("a model beside the truth", () => {
  /** A ring of eight modes: how many points fall into each is most of the distance. */
  const ring = gaussianMixture({
    means: Array.from({ length: 8 }, (_, k) => [2 * Math.cos((Math.PI * k) / 4), 2 * Math.sin((Math.PI * k) / 4)]),
    covariances: Array.from({ length: 8 }, () => [
      [0.04, 0],
      [0, 0.04],
    ]),
  });
  const [n, P, J] = [256, 8, 12];
  const profiles = (seed: number, name: string, count: number, shift = 0) => {
    const stream = random(seed, name);
    return Array.from({ length: count }, () =>
      whole(
        profileInPieces(
          draw(ring, n, stream).map((value) => value + shift),
          2,
        ),
      ),
    );
  };
  const asked = (seed: number, shift = 0) =>
    whole(noisyInPieces(profiles(seed, "model", P, shift), whole(truthInPieces(profiles(seed, "truth", J), null))));

  it("stands at one floor on average, whatever the seed, and its interval covers the truth", () => {
    const found = Array.from({ length: 40 }, (_, seed) => asked(seed));
    // what all the seeds agree on: sliced W₂ of two samples
    const expected = found.reduce((sum, { slicedW2: { value } }) => sum + value / found.length, 0);
    const floors = found.map(({ slicedW2: { value, noise } }) => value / noise);
    const mean = floors.reduce((sum, ratio) => sum + ratio, 0) / floors.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.04);
    // one pair scatters by a third of itself and more; no seed may be far off, the default not either
    for (const ratio of floors) expect(Math.abs(ratio - 1)).toBeLessThan(0.35);
    expect(Math.abs(floors[1]! - 1)).toBeLessThan(0.2);
    const covered = found.filter(({ slicedW2: { interval } }) => interval[0] <= expected && expected <= interval[1]).length;
    expect(covered).toBeGreaterThanOrEqual(33);
    // and the interval is worth something
    for (const { slicedW2 } of found) expect(slicedW2.interval[1] - slicedW2.interval[0]).toBeLessThan(0.8 * slicedW2.value);
  });

  it("has an error as large as the scatter over seeds", () => {
    const found = Array.from({ length: 40 }, (_, seed) => asked(seed + 100));
    for (const name of ["slicedW2", "mmd", "energyDistance"] as const) {
      const values = found.map((of) => of[name].value);
      const middle = values.reduce((sum, value) => sum + value / values.length, 0);
      const scatter = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
      const error = Math.sqrt(found.reduce((sum, of) => sum + of[name].error ** 2 / found.length, 0));
      expect(error / scatter, name).toBeGreaterThan(0.7);
      expect(error / scatter, name).toBeLessThan(1.6);
    }
  });

  it("is far above the floor where it is shifted", () => {
    const { slicedW2, mmd, energyDistance } = asked(3, 0.8);
    for (const { value, noise, interval } of [slicedW2, mmd, energyDistance]) {
      expect(value / noise).toBeGreaterThan(2.5);
      expect(interval[0]).toBeGreaterThan(noise);
    }
    // every sample is moved by (0.8, 0.8): sliced W₂ is the root mean square of its projections
    expect(Math.abs(slicedW2.value - 0.8)).toBeLessThan(0.05);
  });

  it("compares pair by pair what all distances at once compare", () => {
    const [stream, law] = [random(8, "pair"), randomMixture(random(8, "law"), 2, 3)];
    const samples = Array.from({ length: 3 }, () => draw(law, 200, stream));
    const [a, b, c] = samples.map((x) => whole(profileInPieces(x, 2)));
    const found = whole(noisyInPieces([a!], whole(truthInPieces([b!, c!], null))));
    const [ab, ac, bc] = [
      distances(samples[0]!, samples[1]!, 2),
      distances(samples[0]!, samples[2]!, 2),
      distances(samples[1]!, samples[2]!, 2),
    ];
    for (const name of ["slicedW2", "mmd", "energyDistance"] as const) {
      expect(found[name].value).toBeCloseTo((ab[name] + ac[name]) / 2, 6);
      expect(found[name].noise).toBeCloseTo(bc[name], 6);
    }
  });
});

it("a mean over pairs has the error of its samples, not of its pairs", () => {
  // v_ij = a_i + b_j: the mean's variance is var a/P + var b/J, and the jackknife finds it exactly
  const [a, b] = [
    [1, 4, 2, 9, 3],
    [0.5, -1, 2],
  ];
  const pairs = a.flatMap((u, i) => b.map((v, j) => ({ i, j: 5 + j, value: u + v })));
  const spread = (values: readonly number[]): number => {
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length;
  };
  const { mean, error } = pairedMean(pairs, [
    [0, 1, 2, 3, 4],
    [5, 6, 7],
  ]);
  expect(mean).toBeCloseTo(3.8 + 0.5, 12);
  expect(error).toBeCloseTo(Math.sqrt(spread(a) + spread(b)), 12);
});

it("Student's quantiles are those of the tables", () => {
  for (const [degrees, quantile] of [
    [2, 4.303],
    [3, 3.182],
    [5, 2.571],
    [7, 2.365],
    [20, 2.086],
  ] as const)
    expect(studentQuantile(degrees) / quantile).toBeCloseTo(1, 1);
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
