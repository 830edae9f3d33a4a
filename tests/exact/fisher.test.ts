/**
 * @file Games with Fisher information between Gaussians: their equation by differences of U alone, their end, what they cost, and the
 * identity that makes a bridge of them.
 */
import { describe, expect, it } from "vitest";
import { type FisherGame, fisherFlow } from "../../src/exact/fisher.ts";
import { gaussianScaling } from "../../src/exact/gaussian-scaling.ts";
import { determinant } from "../../src/math/matrices.ts";
import { random } from "../../src/math/random.ts";
import { randomGaussian } from "./problems.ts";

const stream = random(7, "test");
const draw = (low: number, high: number): number => low + (high - low) * stream.uniform();

const game = (d: 1 | 2, sigma: number, terminal: number): FisherGame => ({
  reference: randomGaussian(stream, d),
  data: randomGaussian(stream, d),
  horizon: draw(0.7, 1.5),
  sigma,
  weight: draw(0.6, 2),
  fisher: draw(0.5, 1.2) ** 4,
  terminal,
});

const CASES = ([1, 2] as const).flatMap((d) =>
  [0, 0.6].flatMap((sigma) => [Number.POSITIVE_INFINITY, 3].map((terminal) => [d, sigma, terminal] as const)),
);

describe.each(CASES)("dimension %d, noise %d, end %d", (d, sigma, terminal) => {
  const given = game(d, sigma, terminal);
  const form = fisherFlow(given);

  it("U solves the HJB equation with the Fisher price, and the crowd follows it", () => {
    const h = 1e-3;
    for (let trial = 0; trial < 4; trial++) {
      const [x, t] = [Array.from({ length: d }, () => draw(-1.5, 1.5)), draw(0.1, 0.9) * given.horizon];
      const shifted = (axis: number, by: number): number[] => x.map((value, k) => value + (k === axis ? by : 0));
      const U = (at: readonly number[], time = t): number => form.value(at, time).U;
      const logRho = (at: readonly number[], time = t): number => Math.log(form.value(at, time).density);
      const axes = x.map((_, k) => k);
      const slope = (f: (at: readonly number[]) => number) => axes.map((k) => (f(shifted(k, h)) - f(shifted(k, -h))) / (2 * h));
      const bend = (f: (at: readonly number[]) => number) =>
        axes.reduce((total, k) => total + (f(shifted(k, h)) - 2 * f(x) + f(shifted(k, -h))) / (h * h), 0);
      const squared = (v: readonly number[]): number => v.reduce((total, value) => total + value * value, 0);
      const { gradient, laplacian, dt } = form.value(x, t);
      slope(U).forEach((value, k) => expect(gradient[k]).toBeCloseTo(value, 6));
      expect(laplacian).toBeCloseTo(bend(U), 4);
      const rate = (U(x, t + h) - U(x, t - h)) / (2 * h);
      expect(Math.abs(dt - rate)).toBeLessThan(1e-4 * (1 + Math.abs(dt)));
      const price = -(given.fisher / 8) * (2 * bend(logRho) + squared(slope(logRho)));
      const residual = -dt - (sigma ** 2 / 2) * laplacian + squared(gradient) / (2 * given.weight) - price;
      expect(Math.abs(residual)).toBeLessThan(1e-4 * (1 + Math.abs(dt)));
      // ∂ₜ log ρ = −∇·u − u·∇log ρ, u = −∇U/w − (σ²/2)∇log ρ the flow that it states
      const flow = new Float64Array(d);
      form.velocity(x, 1, t, flow);
      const score = slope(logRho);
      gradient.forEach((p, k) => expect(flow[k]).toBeCloseTo(-p / given.weight - (sigma ** 2 / 2) * score[k]!, 5));
      const spread = axes.reduce((total, k) => {
        const at = (by: number): number => {
          form.velocity(shifted(k, by), 1, t, flow);
          return flow[k]!;
        };
        return total + (at(h) - at(-h)) / (2 * h);
      }, 0);
      form.velocity(x, 1, t, flow);
      const change = (logRho(x, t + h) - logRho(x, t - h)) / (2 * h);
      expect(change).toBeCloseTo(-spread - score.reduce((total, s, k) => total + s * flow[k]!, 0), 3);
    }
  });

  it("ends at its price", () => {
    const target = gaussianScaling({ ...given, sigma: 1, epsilon: 1, terminal: Infinity });
    const logPi = (x: readonly number[]): number => Math.log(target.value(x, given.horizon).density);
    const x = Array.from({ length: d }, () => draw(-1, 1));
    const { U, density } = form.value(x, given.horizon);
    if (Number.isFinite(terminal)) expect(U).toBeCloseTo(terminal * (Math.log(density) - logPi(x) + 1), 7);
    else expect(Math.log(density)).toBeCloseTo(logPi(x), 8);
  });

  it("costs what a bridge in more noise costs, but for the entropies of its ends", () => {
    const variance = Math.sqrt(sigma ** 4 + given.fisher / given.weight);
    // To the same end, wherever that is.
    const end = { mean: form.mean, covariance: form.covariance };
    const { energy } = gaussianScaling({
      reference: given.reference,
      data: end,
      horizon: given.horizon,
      sigma: Math.sqrt(variance),
      epsilon: variance,
      terminal: Infinity,
    });
    const toEnd = fisherFlow({ ...given, data: { mean: [...end.mean], covariance: end.covariance }, terminal: Infinity });
    // ∫ρ log ρ = −½ log det Σ and what all Gaussians share
    const entropies = -0.5 * Math.log(determinant(end.covariance) / determinant(given.reference.covariance));
    const expected = given.weight * (energy! - ((variance - sigma ** 2) / 2) * entropies);
    expect(Math.abs(toEnd.cost / expected - 1)).toBeLessThan(1e-6);
    if (!Number.isFinite(terminal)) expect(form.cost).toBeCloseTo(toEnd.cost, 8);
  });
});

it("is optimal transport where the information costs nothing", () => {
  const given = { ...game(2, 0, Infinity), fisher: 0.02 ** 4 };
  const transport = gaussianScaling({ ...given, sigma: 0.01, epsilon: 1e-4 });
  expect(Math.abs(fisherFlow(given).energy! / transport.energy! - 1)).toBeLessThan(2e-3);
});
