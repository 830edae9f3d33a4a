/** @file Diffusions in closed form: U = −log η against the HJB equation, the SDE and the quantiles of its marginals. */
import { describe, expect, it } from "vitest";
import type { Moments } from "../../src/exact/problem.ts";
import type { Density } from "../../src/catalogue/define.ts";
import { gaussianMixture } from "../../src/math/laws/gaussian-mixture.ts";
import { random } from "../../src/math/random.ts";
import { uniformBoxes } from "../../src/math/laws/uniform-boxes.ts";
import { randomMixture } from "../math/densities.ts";
import {
  brownian,
  costOf,
  curvature,
  diffusionProblem,
  dynamicsOf,
  gaussianOf,
  lagrangianOf,
  randomGaussian,
  slope,
  solved,
  vp,
} from "./problems.ts";

const normal = (d: 1 | 2): Density =>
  d === 1
    ? gaussianOf([0], [[1]])
    : gaussianOf(
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      );

/** −∂ₜU − f·∇U + σ²|∇U|²/(2k) + [∇·f] − (σ²/2)ΔU by differences of U alone, relative to its largest term. */
function residual(
  solution: ReturnType<typeof solved>,
  schedule: ReturnType<typeof vp>,
  x: number[],
  t: number,
  k: number,
  divergence: boolean,
): number {
  const { sigma2, driftRate } = schedule(1 - t);
  const gradient = x.map((_, axis) => slope(solution, x, t, axis, 2e-3));
  const square = gradient.reduce((sum, value) => sum + value * value, 0);
  const along = x.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
  const terms = [
    -slope(solution, x, t, -1, 1e-3),
    -driftRate * along,
    (sigma2 * square) / (2 * k),
    divergence ? x.length * driftRate : 0,
    -0.5 * sigma2 * curvature(solution, x, t, 2e-3),
  ];
  return Math.abs(terms.reduce((sum, term) => sum + term, 0)) / Math.max(...terms.map(Math.abs));
}

/** A sample's moments, to its own errors. */
function isTheLaw(x: Float64Array, { mean, covariance, skew }: Moments): void {
  const average = (f: (at: number) => number): number => x.reduce((sum, value) => sum + f(value) / x.length, 0);
  const centre = average((at) => at);
  const variance = average((at) => (at - centre) ** 2);
  expect(Math.abs(centre - mean[0]!)).toBeLessThan(0.04);
  expect(Math.abs(variance - covariance[0]![0]!)).toBeLessThan(0.06);
  expect(Math.abs(average((at) => (at - centre) ** 3) / variance ** 1.5 - skew!)).toBeLessThan(0.08);
}

describe("diffusions", () => {
  for (const d of [1, 2] as const) {
    it(`d = ${d}: U = −log η solves the HJB equation, by differences of U alone`, () => {
      const stream = random(d, "test");
      const schedule = vp(8);
      const solution = solved(diffusionProblem(randomMixture(stream, d, 4), normal(d), schedule));
      for (let point = 0; point < 20; point++) {
        const x = Array.from({ length: d }, () => 2 * stream.normal());
        const t = 0.05 + 0.85 * stream.uniform();
        expect(residual(solution, schedule, x, t, 1, true)).toBeLessThan(1e-6);
        const { U, dt, gradient, laplacian, density } = solution.value(x, t);
        expect(Math.abs(dt - slope(solution, x, t, -1, 1e-3)) / (1 + Math.abs(dt))).toBeLessThan(1e-6);
        gradient.forEach((value, axis) =>
          expect(Math.abs(value - slope(solution, x, t, axis, 2e-3)) / (1 + Math.abs(value))).toBeLessThan(1e-6),
        );
        expect(Math.abs(laplacian - curvature(solution, x, t, 2e-3)) / (1 + Math.abs(laplacian))).toBeLessThan(1e-5);
        expect(density).toBeCloseTo(Math.exp(-U), 10);
      }
    });
  }

  it("boxes too: the diffused checker's U solves it, and U(·, T) is −log π", () => {
    const board = uniformBoxes({
      low: [
        [-1, -1],
        [0, 0],
      ],
      high: [
        [0, 0],
        [1, 1],
      ],
    });
    const schedule = vp(8);
    const solution = solved(diffusionProblem(board, normal(2), schedule));
    for (const x of [
      [0.3, 0.2],
      [-2, 1.5],
    ])
      expect(residual(solution, schedule, x, 0.4, 1, true)).toBeLessThan(1e-6);
    expect(solution.value([0.5, 0.5], 1).U).toBeCloseTo(Math.log(2), 12);
  });

  it("other weights, controls and Lagrangians: U solves its own HJB equation and ends at λ times −log π", () => {
    const stream = random(9, "test");
    const data = randomGaussian(stream, 2);
    for (const weight of [1, 2.5]) {
      for (const lambda of [0.4, 3]) {
        const lagrangian = lagrangianOf("kinetic", { weight });
        const terminal = costOf("cross-entropy", { weight: lambda });
        const schedule = vp(6);
        const noise = solved(diffusionProblem(data, normal(2), schedule, { lagrangian, terminal }));
        const sigma = 0.7;
        const dynamics = dynamicsOf("constant-noise", { sigma, control: "velocity" });
        const velocity = solved(diffusionProblem(data, normal(2), brownian(sigma), { lagrangian, terminal, dynamics }));
        const x = [stream.normal(), stream.normal()];
        expect(residual(noise, schedule, x, 0.6, weight, false)).toBeLessThan(1e-6);
        expect(residual(velocity, brownian(sigma), x, 0.6, weight * sigma * sigma, false)).toBeLessThan(1e-6);
        const out = new Float64Array(1);
        data.logDensity!(x, 1, out);
        expect(noise.value(x, 1).U).toBeCloseTo(-lambda * out[0]!, 10);
        expect(velocity.value(x, 1).U).toBeCloseTo(-lambda * out[0]!, 10);
      }
    }
  });

  it("the generated law and the cost are those of the posterior, for Gaussians by hand", () => {
    const [m, v, b] = [1.2, 0.36, -0.4];
    const { alpha, std } = vp(3)(1);
    const { mean, covariance, cost } = solved(diffusionProblem(gaussianOf([m], [[v]]), gaussianOf([b], [[0.8]]), vp(3)));
    const total = alpha * alpha * v + std * std;
    const gain = (alpha * v) / total;
    expect(mean[0]).toBeCloseTo(m + gain * (b - alpha * m), 10);
    expect(covariance[0]![0]).toBeCloseTo(v - gain * alpha * v + gain * gain * 0.8, 10);
    expect(cost).toBeCloseTo(0.5 * Math.log(2 * Math.PI * total) + ((b - alpha * m) ** 2 + 0.8) / (2 * total), 10);
  });

  it("the generated law of a mixture is that of the SDE, by simulation", () => {
    const stream = random(4, "test");
    const data = gaussianMixture({ weights: [1, 2], means: [[-1], [1.5]], covariances: [[[0.1]], [[0.3]]] });
    const schedule = vp(4);
    const solution = solved(diffusionProblem(data, normal(1), schedule));
    const [n, steps] = [20_000, 400];
    const x = new Float64Array(n);
    normal(1).sample(stream, n, x);
    const score = new Float64Array(n);
    for (let step = 0; step < steps; step++) {
      if (step === (3 * steps) / 4) isTheLaw(x, solution.moments(0.75));
      const { alpha, std, sigma2, driftRate } = schedule(1 - (step + 0.5) / steps);
      data.diffused(alpha, std).score(x, n, score);
      for (let i = 0; i < n; i++)
        x[i] = x[i]! + (driftRate * x[i]! + sigma2 * score[i]!) / steps + Math.sqrt(sigma2 / steps) * stream.normal();
    }
    isTheLaw(x, solution.moments(1));
    expect(solution.moments(1)).toMatchObject({ mean: solution.mean, covariance: solution.covariance });
    // The reference is not η(·, T), so this is not the data's own mean: the test can tell.
    expect(Math.abs(data.mean[0]! - solution.mean[0]!)).toBeGreaterThan(0.06);
  });

  it("from the noise that the data end in, the population is the noised data at every time, its lopsidedness too", () => {
    const data = gaussianMixture({ weights: [1, 3], means: [[-1], [1.2]], covariances: [[[0.15]], [[0.3]]] });
    const schedule = vp(3);
    const { alpha: last, std: noise } = schedule(1);
    const solution = solved(diffusionProblem(data, data.diffused(last, noise), schedule));
    const [m, v] = [data.mean[0]!, data.covariance[0]![0]!];
    const third = [
      [-1, 0.15, 1],
      [1.2, 0.3, 3],
    ].reduce((sum, [at, spread, weight]) => sum + (weight! / 4) * ((at! - m) ** 3 + 3 * (at! - m) * spread!), 0);
    for (const t of [0, 0.3, 0.6, 0.9, 1]) {
      const { alpha, std } = schedule(1 - t);
      const { mean, covariance, skew } = solution.moments(t);
      const variance = alpha * alpha * v + std * std;
      expect(mean[0]).toBeCloseTo(alpha * m, 6);
      expect(covariance[0]![0]).toBeCloseTo(variance, 6);
      expect(skew).toBeCloseTo((alpha ** 3 * third) / variance ** 1.5, 5);
    }
  });

  it("probability-flow paths carry the quantiles of η to those of the data", () => {
    const stream = random(8, "test");
    const data = gaussianMixture({ weights: [0.4, 0.6], means: [[-1.5], [1]], covariances: [[[0.04]], [[0.16]]] });
    const schedule = vp(20);
    const { alpha, std } = schedule(1);
    const n = 4096;
    const x0 = new Float64Array(n);
    data.diffused(alpha, std).sample(stream, n, x0);
    const out = new Float64Array(3 * n);
    const solution = solved(diffusionProblem(data, normal(1), schedule));
    solution.trajectories(x0, n, [0, 0.5, 1], out);
    const quantile = (law: ReturnType<typeof data.diffused>, x: number): number => {
      const nodes = 20_000;
      const grid = Float64Array.from({ length: nodes }, (_, i) => -8 + ((x + 8) * (i + 0.5)) / nodes);
      const log = new Float64Array(nodes);
      law.logDensity(grid, nodes, log);
      return log.reduce((sum, value) => sum + (Math.exp(value) * (x + 8)) / nodes, 0);
    };
    for (const i of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const start = quantile(data.diffused(alpha, std), x0[i]!);
      expect(Math.abs(quantile(data, out[2 * n + i]!) - start)).toBeLessThan(1e-3);
      const half = schedule(0.5);
      expect(Math.abs(quantile(data.diffused(half.alpha, half.std), out[n + i]!) - start)).toBeLessThan(1e-3);
    }
    const velocity = new Float64Array(1);
    const [left, right] = [new Float64Array(1), new Float64Array(1)];
    solution.trajectories([0.3], 1, [0.799], left);
    solution.trajectories([0.3], 1, [0.801], right);
    const middle = new Float64Array(1);
    solution.trajectories([0.3], 1, [0.8], middle);
    solution.velocity(middle, 1, 0.8, velocity);
    expect(velocity[0]! / ((right[0]! - left[0]!) / 0.002)).toBeCloseTo(1, 1.5);
  });

  /** Four modes at (±2, ±1): a product of two laws on the line, whose posterior moments are known at every point. */
  const lattice = (sd: number): Density =>
    gaussianMixture({
      means: [-2, 2].flatMap((x) => [-1, 1].map((y) => [x, y])),
      covariances: [
        [
          [sd * sd, 0],
          [0, sd * sd],
        ],
      ],
    });
  const wide = gaussianOf(
    [0, 0],
    [
      [9, 0],
      [0, 9],
    ],
  );

  /** E and Var of X_T along an axis with modes at ±a: of the posterior of Y given Y + τZ = x, mode by mode, averaged over N(0, 9). */
  function axisMoments(a: number, sd: number, tau: number): { mean: number; variance: number } {
    const [total, gain] = [sd * sd + tau * tau, (sd * sd) / (sd * sd + tau * tau)];
    let [mass, first, second] = [0, 0, 0];
    for (let i = 0, n = 400_001; i < n; i++) {
      const x = -27 + (54 * i) / (n - 1);
      const weight = Math.exp((-x * x) / 18);
      const right = 1 / (1 + Math.exp((-2 * a * x) / total));
      const [left, plus] = [-a + gain * (x + a), a + gain * (x - a)];
      const within = gain * tau * tau;
      mass += weight;
      first += weight * ((1 - right) * left + right * plus);
      second += weight * ((1 - right) * left * left + right * plus * plus + within);
    }
    return { mean: first / mass, variance: second / mass - (first / mass) ** 2 };
  }

  it("where the data are fine against the reference, their moments are refined until they are right", () => {
    const solution = solved(diffusionProblem(lattice(0.2), wide, brownian(0.3)));
    const [x, y] = [axisMoments(2, 0.2, 0.3), axisMoments(1, 0.2, 0.3)];
    expect(solution.covariance[0]![0]).toBeCloseTo(x.variance, 4);
    expect(solution.covariance[1]![1]).toBeCloseTo(y.variance, 4);
    expect(solution.mean[0]).toBeCloseTo(x.mean, 4);
    expect(solution.about).not.toMatch(/only good to/);
  });

  it("and where they are finer than any grid it is said", () => {
    const veryWide = gaussianOf(
      [0, 0],
      [
        [900, 0],
        [0, 900],
      ],
    );
    const fine = gaussianMixture({
      means: [
        [-2.1, 0],
        [1.7, 0],
      ],
      covariances: [
        [
          [4e-6, 0],
          [0, 4e-6],
        ],
      ],
    });
    const solution = solved(diffusionProblem(fine, veryWide, brownian(0.3)));
    expect(solution.about).toMatch(/only good to about [\d.]+ %/);
  });
});
