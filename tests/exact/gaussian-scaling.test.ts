/**
 * @file Noisy games between Gaussians: against formulas of the line, against finite differences and simulated particles in the plane, and
 * between the limits that it interpolates.
 */
import { describe, expect, it } from "vitest";
import { gaussianScaling, type NoisyGaussianGame } from "../../src/exact/gaussian-scaling.ts";
import { squaredDistance } from "../../src/math/laws/gaussian.ts";
import { random } from "../../src/math/random.ts";
import { gaussianOf, randomGaussian } from "./problems.ts";

const line = (mean: number, sd: number) => gaussianOf([mean], [[sd * sd]]);

const stream = random(5, "test");
const draw = (low: number, high: number): number => low + (high - low) * stream.uniform();

describe("on the line", () => {
  it.each(Array.from({ length: 5 }, (_, k) => [0.3 + 0.425 * k] as const))(
    "the bridge of noise %s has the known marginals, drift and energy",
    (sigma) => {
      const [m0, s0, m1, s1] = [draw(-2, 2), draw(0.3, 1.2), draw(-2, 2), draw(0.3, 1.2)];
      const form = gaussianScaling({
        reference: line(m0, s0),
        data: line(m1, s1),
        horizon: 1,
        sigma,
        epsilon: sigma ** 2,
        terminal: Infinity,
      });
      const D = Math.sqrt(4 * s0 ** 2 * s1 ** 2 + sigma ** 4);
      const a0 = (D - 2 * s0 ** 2 - sigma ** 2) / (2 * s0 ** 2);
      for (const t of [0, 0.25, 0.6, 1]) {
        const { mean, covariance } = form.moments(t);
        expect(mean[0]).toBeCloseTo(m0 + t * (m1 - m0), 9);
        expect(covariance[0]![0]).toBeCloseTo((1 - t) ** 2 * s0 ** 2 + t ** 2 * s1 ** 2 + t * (1 - t) * D, 9);
        const { gradient } = form.value([0.7], t);
        expect(-gradient[0]!).toBeCloseTo(m1 - m0 + (a0 / (1 + a0 * t)) * (0.7 - mean[0]!), 8);
      }
      const energy = 0.5 * (m1 - m0) ** 2 + 0.5 * (s0 ** 2 + s1 ** 2 - D) - (sigma ** 2 / 2) * Math.log(1 + a0);
      expect(form.energy).toBeCloseTo(energy, 8);
      expect(form.cost).toBeCloseTo(energy, 8);
    },
  );

  it.each([[0.4], [1], [25]])("reverse KL of weight %s ends where neither a longer nor a wider way would be cheaper", (terminal) => {
    const [m0, s0, m1, s1, sigma] = [-1, 0.5, 1, 0.8, 0.7];
    const form = gaussianScaling({ reference: line(m0, s0), data: line(m1, s1), horizon: 1, sigma, epsilon: sigma ** 2, terminal });
    const D = (s: number): number => Math.sqrt(4 * s0 ** 2 * s ** 2 + sigma ** 4);
    const cost = (m: number, s: number): number =>
      0.5 * (m - m0) ** 2 +
      0.5 * (s0 ** 2 + s ** 2 - D(s)) -
      (sigma ** 2 / 2) * Math.log((D(s) - sigma ** 2) / (2 * s0 ** 2)) +
      terminal * (Math.log(s1 / s) + (s ** 2 + (m - m1) ** 2) / (2 * s1 ** 2) - 0.5);
    const [m, s] = [form.mean[0]!, Math.sqrt(form.covariance[0]![0]!)];
    expect(form.cost).toBeCloseTo(cost(m, s), 9);
    for (const by of [-1e-3, 1e-3]) {
      expect(cost(m + by, s)).toBeGreaterThan(cost(m, s));
      expect(cost(m, s + by)).toBeGreaterThan(cost(m, s));
    }
    if (terminal !== 1) return;
    expect(m).toBeCloseTo(0.219512, 6);
    expect(s).toBeCloseTo(0.819893, 5);
  });
});

it("has the energy of the formula where sweeps would take a hundred thousand", () => {
  const [s0, s1, sigma, T] = [2, 1.5, 0.02, 0.2];
  const form = gaussianScaling({ reference: line(0, s0), data: line(1, s1), horizon: T, sigma, epsilon: sigma ** 2, terminal: Infinity });
  const v = sigma ** 2 * T;
  const D = Math.sqrt(4 * s0 ** 2 * s1 ** 2 + v ** 2);
  const energy = (0.5 + 0.5 * (s0 ** 2 + s1 ** 2 - D) - (v / 2) * Math.log((D - v) / (2 * s0 ** 2))) / T;
  expect(Math.abs(form.energy! / energy - 1)).toBeLessThan(1e-6);
  expect(form.mean[0]).toBeCloseTo(1, 6);
  expect(form.covariance[0]![0]).toBeCloseTo(s1 ** 2, 6);
  const costly = gaussianScaling({ reference: line(0, s0), data: line(1, s1), horizon: T, sigma, epsilon: sigma ** 2, terminal: 10 });
  // Without noise the proximal step ends where λ(m − m₁)/s₁² = −(m − m₀)/T; so little noise hardly moves it.
  expect(costly.mean[0]).toBeCloseTo((10 * T) / (10 * T + s1 ** 2), 6);
});

describe("in the plane", () => {
  const game = (terminal: number, sigma = 0.8): NoisyGaussianGame => ({
    reference: randomGaussian(stream, 2),
    data: randomGaussian(stream, 2),
    horizon: 1.4,
    sigma,
    epsilon: 1.7 * sigma ** 2,
    terminal,
  });

  it.each([
    ["prescribed end", Infinity],
    ["reverse KL", 3],
  ])("%s: U solves the HJB equation, and ρ the Fokker-Planck equation, by finite differences", (_, terminal) => {
    const given = game(terminal);
    const form = gaussianScaling(given);
    const h = 1e-4;
    for (let trial = 0; trial < 6; trial++) {
      const [x, y, t] = [draw(-1.5, 1.5), draw(-1.5, 1.5), draw(0.1, 1.3)];
      const U = (dx: number, dy: number, dt: number): number => form.value([x + dx, y + dy], t + dt).U;
      const { gradient, laplacian, dt } = form.value([x, y], t);
      expect(gradient[0]).toBeCloseTo((U(h, 0, 0) - U(-h, 0, 0)) / (2 * h), 5);
      expect(gradient[1]).toBeCloseTo((U(0, h, 0) - U(0, -h, 0)) / (2 * h), 5);
      expect(dt).toBeCloseTo((U(0, 0, h) - U(0, 0, -h)) / (2 * h), 5);
      const mobility = given.sigma ** 2 / given.epsilon;
      const residual = -dt - (given.sigma ** 2 / 2) * laplacian + (mobility / 2) * (gradient[0]! ** 2 + gradient[1]! ** 2);
      expect(residual).toBeCloseTo(0, 9);
      // ∂ₜρ + ∇·(ρ u) = 0 with the flow that it states
      const flux = (px: number, py: number, axis: 0 | 1): number => {
        const out = new Float64Array(2);
        form.velocity([px, py], 1, t, out);
        return form.value([px, py], t).density * out[axis]!;
      };
      const change = (form.value([x, y], t + h).density - form.value([x, y], t - h).density) / (2 * h);
      const away = (flux(x + h, y, 0) - flux(x - h, y, 0) + flux(x, y + h, 1) - flux(x, y - h, 1)) / (2 * h);
      expect(change + away).toBeCloseTo(0, 6);
    }
  });

  it("ends at its price: the data where they are prescribed, U = λ(log ρ/π + 1) where they are not", () => {
    const prescribed = game(Infinity);
    const bridge = gaussianScaling(prescribed);
    bridge.mean.forEach((value, i) => expect(value).toBeCloseTo(prescribed.data.mean[i]!, 9));
    bridge.covariance.flat().forEach((value, i) => expect(value).toBeCloseTo(prescribed.data.covariance.flat()[i]!, 9));
    // E_π U(·, T) = 0, and what is still to be paid at the start is the cost.
    const start = gaussianScaling({ ...prescribed });
    const law = prescribed.reference;
    const { U, gradient } = start.value(law.mean, 0);
    const bend = [0, 1].map((i) => [0, 1].map((j) => second(start.value, law.mean, i, j)));
    const expected = U + 0.5 * bend.flat().reduce((sum, value, k) => sum + value * law.covariance.flat()[k]!, 0);
    expect(expected).toBeCloseTo(start.cost, 5);
    expect(gradient.every(Number.isFinite)).toBe(true);

    const costly = game(3);
    const form = gaussianScaling(costly);
    const logPi = (x: readonly number[]): number => {
      const { mean, covariance } = costly.data;
      const [[a, b], [, c]] = covariance as [[number, number], [number, number]];
      const [p, q] = [x[0]! - mean[0]!, x[1]! - mean[1]!];
      const det = a * c - b * b;
      return -0.5 * ((c * p * p - 2 * b * p * q + a * q * q) / det) - 0.5 * Math.log(det) - Math.log(2 * Math.PI);
    };
    for (const x of [
      [0.3, -0.8],
      [1.1, 0.2],
    ]) {
      const { U: price, density } = form.value(x, costly.horizon);
      expect(price).toBeCloseTo(3 * (Math.log(density) - logPi(x) + 1), 8);
    }
  });

  it("carries its particles to the law that it states", () => {
    const given = game(Infinity);
    const form = gaussianScaling(given);
    const n = 4000;
    const x0 = new Float64Array(2 * n);
    const { mean, covariance } = given.reference;
    const [a, b] = [Math.sqrt(covariance[0]![0]!), covariance[0]![1]! / Math.sqrt(covariance[0]![0]!)];
    const c = Math.sqrt(covariance[1]![1]! - b * b);
    for (let i = 0; i < n; i++) {
      const [z, w] = [stream.normal(), stream.normal()];
      x0.set([mean[0]! + a * z, mean[1]! + b * z + c * w], 2 * i);
    }
    const out = new Float64Array(2 * n);
    form.trajectories(x0, n, [given.horizon], out);
    const at = (k: number): number => out.reduce((sum, value, i) => (i % 2 === k ? sum + value / n : sum), 0);
    for (const k of [0, 1]) {
      const sd = Math.sqrt(form.covariance[k]![k]!);
      expect(Math.abs(at(k) - form.mean[k]!)).toBeLessThan((4 * sd) / Math.sqrt(n));
      const spread = out.reduce((sum, value, i) => (i % 2 === k ? sum + (value - at(k)) ** 2 / n : sum), 0);
      expect(Math.abs(spread / sd ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    }
  });

  it("is optimal transport where there is hardly any noise", () => {
    const given = game(Infinity, 0.02);
    const form = gaussianScaling(given);
    const transport = squaredDistance(given.reference, given.data) / (2 * given.horizon);
    expect(Math.abs(form.energy! / transport - 1)).toBeLessThan(3e-3);
  });
});

function second(value: (x: readonly number[], t: number) => { U: number }, at: readonly number[], i: number, j: number): number {
  const h = 1e-3;
  const U = (a: number, b: number): number =>
    value(
      at.map((x, k) => x + (k === i ? a : 0) + (k === j ? b : 0)),
      0,
    ).U;
  return (U(h, h) - U(h, -h) - U(-h, h) + U(-h, -h)) / (4 * h * h);
}
