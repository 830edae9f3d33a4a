/** @file What every density must satisfy, for the tests: derivatives, mass, moments. */
import { expect } from "vitest";
import type { KnownDensity } from "../../src/math/laws/density.ts";
import { type GaussianMixture, gaussianMixture } from "../../src/math/laws/gaussian-mixture.ts";
import type { Matrix } from "../../src/math/matrices.ts";
import type { Random } from "../../src/math/random.ts";

type Testable = Pick<KnownDensity, "dimension" | "mean" | "covariance" | "sample"> & Partial<Omit<KnownDensity, "diffused">>;

export function randomCovariance(stream: Random, d: 1 | 2, smallest = 0.1): Matrix {
  const a = smallest + stream.uniform();
  if (d === 1) return [[a * a]];
  const b = smallest + stream.uniform();
  const r = 1.6 * stream.uniform() - 0.8;
  return [
    [a * a, r * a * b],
    [r * a * b, b * b],
  ];
}

export function randomMixture(stream: Random, d: 1 | 2, K: number): GaussianMixture {
  return gaussianMixture({
    weights: Array.from({ length: K }, () => 0.1 + stream.uniform()),
    means: Array.from({ length: K }, () => Array.from({ length: d }, () => 2 * stream.normal())),
    covariances: Array.from({ length: K }, () => randomCovariance(stream, d)),
  });
}

/** Points of the density itself, pushed out by half its spread. */
function points(density: Testable, stream: Random, n: number): Float64Array {
  const d = density.dimension;
  const x = new Float64Array(n * d);
  density.sample(stream, n, x);
  for (let i = 0; i < n * d; i++) x[i] = x[i]! + 0.5 * Math.sqrt(density.covariance[i % d]![i % d]!) * stream.normal();
  return x;
}

/** ∇ log ρ and Δ log ρ against fourth-order differences of log ρ, relative to the size of the derivatives. */
export function expectConsistent(density: Testable, stream: Random, tolerance = 1e-6, h = 1e-3, x = points(density, stream, 40)): void {
  const d = density.dimension;
  const n = x.length / d;
  const [score, laplacian] = [new Float64Array(n * d), new Float64Array(n)];
  density.score!(x, n, score);
  density.laplacianLogDensity!(x, n, laplacian);
  const log = (i: number, axis: number, step: number): number => {
    const at = Array.from(x.subarray(i * d, i * d + d));
    at[axis] = at[axis]! + step * h;
    const out = new Float64Array(1);
    density.logDensity!(at, 1, out);
    return out[0]!;
  };
  for (let i = 0; i < n; i++) {
    let second = 0;
    for (let axis = 0; axis < d; axis++) {
      const [l2, l1, c, r1, r2] = [-2, -1, 0, 1, 2].map((step) => log(i, axis, step)) as [number, number, number, number, number];
      const first = (l2 - 8 * l1 + 8 * r1 - r2) / (12 * h);
      second += (-l2 + 16 * l1 - 30 * c + 16 * r1 - r2) / (12 * h * h);
      expect(Math.abs(score[i * d + axis]! - first) / (1 + Math.abs(first))).toBeLessThan(tolerance);
    }
    // Differences of second order lose 1e-16 |log ρ| / h² to rounding.
    expect(Math.abs(laplacian[i]! - second) / (1 + Math.abs(second))).toBeLessThan(100 * tolerance);
  }
}

/** ∫ ρ = 1 on a grid over nine deviations. */
export function expectMass(density: Testable, tolerance = 1e-6, perAxis = density.dimension === 1 ? 4001 : 401): void {
  const d = density.dimension;
  const range = density.mean.map(
    (m, i) => [m - 9 * Math.sqrt(density.covariance[i]![i]!), 18 * Math.sqrt(density.covariance[i]![i]!)] as const,
  );
  const cell = range.reduce((area, [, width]) => area * (width / perAxis), 1);
  const n = perAxis ** d;
  const x = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let axis = 0, rest = i; axis < d; axis++, rest = Math.floor(rest / perAxis)) {
      x[i * d + axis] = range[axis]![0] + ((rest % perAxis) + 0.5) * (range[axis]![1] / perAxis);
    }
  }
  const out = new Float64Array(n);
  density.logDensity!(x, n, out);
  expect(Math.abs(out.reduce((sum, value) => sum + Math.exp(value) * cell, 0) - 1)).toBeLessThan(tolerance);
}

/** Sample mean and covariance within five standard errors of the stated ones. */
export function expectMoments(density: Testable, stream: Random, n = 20_000): void {
  const d = density.dimension;
  const x = new Float64Array(n * d);
  density.sample(stream, n, x);
  const average = (f: (i: number) => number): { mean: number; error: number } => {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const value = f(i);
      sum += value;
      squares += value * value;
    }
    const mean = sum / n;
    return { mean, error: Math.sqrt(Math.max(squares / n - mean * mean, 0) / n) + 1e-12 };
  };
  for (let a = 0; a < d; a++) {
    const first = average((i) => x[i * d + a]! - density.mean[a]!);
    expect(Math.abs(first.mean)).toBeLessThan(5 * first.error);
    for (let b = 0; b < d; b++) {
      const second = average((i) => (x[i * d + a]! - density.mean[a]!) * (x[i * d + b]! - density.mean[b]!));
      expect(Math.abs(second.mean - density.covariance[a]![b]!)).toBeLessThan(5 * second.error);
    }
  }
}
