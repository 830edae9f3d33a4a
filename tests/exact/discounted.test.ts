/** @file Discounted games between Gaussians: the HJB equation by differences, end conditions, and a cost that no affine flow beats. */
import { describe, expect, it } from "vitest";
import type { ClosedForm, DataProblem } from "../../src/exact/problem.ts";
import { type Gaussian, gaussianDivergence, logGaussian } from "../../src/math/laws/gaussian.ts";
import { type Random, random } from "../../src/math/random.ts";
import { gaussianProximal } from "../../src/exact/gaussian-proximal.ts";
import { curvature, flowProblem, gaussianOf, randomGaussian, slope, solved } from "./problems.ts";

const TERMINALS = ["reverse-kl", "forward-kl", "cross-entropy"] as const;

interface Drawn {
  readonly problem: DataProblem;
  readonly discount: number;
  readonly horizon: number;
  readonly kinetic: number;
  readonly weight: number;
  readonly solution: ClosedForm;
}

function draw(stream: Random, d: 1 | 2, terminal: string): Drawn {
  const [kinetic, horizon, weight, discount] = [
    0.3 + stream.uniform(),
    0.5 + 1.5 * stream.uniform(),
    20 ** stream.uniform(),
    0.1 + 2 * stream.uniform(),
  ];
  const problem = { ...flowProblem(randomGaussian(stream, d), randomGaussian(stream, d), terminal, weight, kinetic, horizon), discount };
  return { problem, discount, horizon, kinetic, weight, solution: solved(problem) };
}

/** ∫₀ᵀ f dt by Simpson's rule. */
function integral(f: (t: number) => number, horizon: number, intervals = 2000): number {
  let total = 0;
  for (let k = 0; k <= intervals; k++) total += (k === 0 || k === intervals ? 1 : k % 2 === 1 ? 4 : 2) * f((horizon * k) / intervals);
  return (total * horizon) / (3 * intervals);
}

describe("discounted games between Gaussians", () => {
  for (const terminal of TERMINALS)
    for (const d of [1, 2] as const)
      it(`${terminal}, d = ${String(d)}: U solves the discounted HJB equation by finite differences, and its stated derivatives are its own`, () => {
        const stream = random(d, `discounted ${terminal}`);
        for (let trial = 0; trial < 5; trial++) {
          const { solution, discount, horizon, kinetic } = draw(stream, d, terminal);
          for (let point = 0; point < 4; point++) {
            const x = Array.from({ length: d }, () => 2 * stream.normal());
            const t = horizon * (0.1 + 0.8 * stream.uniform());
            const { U, gradient, laplacian, dt } = solution.value(x, t);
            const slopes = x.map((_, axis) => slope(solution, x, t, axis, 1e-2));
            const inTime = slope(solution, x, t, -1, 1e-3 * horizon);
            const scale = 1 + Math.abs(dt) + Math.abs(U) + Math.max(...gradient.map(Math.abs));
            expect(Math.abs(inTime - dt) / scale).toBeLessThan(1e-7);
            gradient.forEach((value, axis) => expect(Math.abs(slopes[axis]! - value) / scale).toBeLessThan(1e-8));
            expect(Math.abs(curvature(solution, x, t, 1e-2) - laplacian) / (scale + Math.abs(laplacian))).toBeLessThan(1e-7);
            const energy = slopes.reduce((sum, p) => sum + p * p, 0) / (2 * kinetic);
            expect(Math.abs(-inTime + discount * U + energy) / scale).toBeLessThan(1e-7);
            const velocity = new Float64Array(d);
            solution.velocity(x, 1, t, velocity);
            gradient.forEach((p, i) => expect(velocity[i]).toBeCloseTo(-p / kinetic, 9));
          }
        }
      });

  it("U stands at the price of the terminal cost where the game has it: no factor at T, e^(−κT) at the reference", () => {
    const stream = random(3, "discounted ends");
    for (const x of [
      [0, 0],
      [1, -2],
    ]) {
      const reverse = draw(stream, 2, "reverse-kl");
      const end = { mean: reverse.solution.mean, covariance: reverse.solution.covariance };
      const price = reverse.weight * (logGaussian(x, end) - logGaussian(x, reverse.problem.data.gaussian!) + 1);
      expect(reverse.solution.value(x, reverse.horizon).U).toBeCloseTo(price, 9);
      const linear = draw(stream, 2, "cross-entropy");
      expect(linear.solution.value(x, linear.horizon).U).toBeCloseTo(-linear.weight * logGaussian(x, linear.problem.data.gaussian!), 9);
      // The pulled-back game is the reverse-KL game from π to ρ₀ with horizon τ = (e^(κT) − 1)/κ and weight λ e^(−κT).
      const back = draw(stream, 2, "forward-kl");
      const factor = Math.exp(-back.discount * back.horizon);
      const clock = Math.expm1(back.discount * back.horizon) / back.discount;
      const { data, reference } = back.problem;
      const law = gaussianProximal(data.gaussian!, reference.gaussian!, (factor * back.weight) / back.kinetic, clock).end;
      const mismatch = logGaussian(x, law) - logGaussian(x, reference.gaussian!) + 1;
      expect(back.solution.value(x, 0).U).toBeCloseTo(-factor * back.weight * mismatch, 8);
    }
  });

  it("on the line, reverse KL: m′ = c e^(κt) and s′ = b e^(κt) meet the momentum that the end cost asks for", () => {
    const stream = random(4, "discounted line");
    for (let trial = 0; trial < 10; trial++) {
      const { problem, solution, discount, horizon, kinetic, weight } = draw(stream, 1, "reverse-kl");
      const [data, reference] = [problem.data.gaussian!, problem.reference.gaussian!];
      const [m0, m1, s0, s1] = [
        reference.mean[0]!,
        data.mean[0]!,
        ...[reference, data].map((law) => Math.sqrt(law.covariance[0]![0]!)),
      ] as [number, number, number, number];
      const [m, s] = [solution.mean[0]!, Math.sqrt(solution.covariance[0]![0]!)];
      const grown = Math.exp(discount * horizon);
      const c = (-weight * (m - m1)) / (kinetic * s1 * s1 * grown);
      expect(m).toBeCloseTo(m0 + (c * (grown - 1)) / discount, 9);
      const b = (weight * (1 / s - s / (s1 * s1))) / (kinetic * grown);
      expect(s).toBeCloseTo(s0 + (b * (grown - 1)) / discount, 9);
      // The particle that starts one deviation out, half-way.
      const out = new Float64Array(1);
      const t = horizon / 2;
      solution.trajectories([m0 + s0], 1, [t], out);
      expect(out[0]).toBeCloseTo(m0 + s0 + ((b + c) * Math.expm1(discount * t)) / discount, 9);
    }
  });

  it("J is what is paid, and no affine flow with another end or another clock pays less", () => {
    const stream = random(5, "discounted cost");
    for (let trial = 0; trial < 5; trial++) {
      const { problem, solution, discount, horizon, kinetic, weight } = draw(stream, 1, "reverse-kl");
      const [data, from] = [problem.data.gaussian!, problem.reference.gaussian!];
      const s0 = Math.sqrt(from.covariance[0]![0]!);
      /** X_t = X₀ + share(t) (X_T − X₀) with share from 0 to 1. */
      const cost = (end: Gaussian, pace: (t: number) => number): number => {
        const moved = (end.mean[0]! - from.mean[0]!) ** 2 + (Math.sqrt(end.covariance[0]![0]!) - s0) ** 2;
        const energy = integral((t) => Math.exp(-discount * t) * 0.5 * kinetic * pace(t) ** 2, horizon) * moved;
        return energy + Math.exp(-discount * horizon) * weight * gaussianDivergence(end, data);
      };
      const optimal = (rate: number) => (t: number) => (rate * Math.exp(rate * t)) / Math.expm1(rate * horizon);
      const best = cost(solution, optimal(discount));
      expect(best).toBeCloseTo(solution.cost, 9);
      const energy = integral((t) => 0.5 * optimal(discount)(t) ** 2, horizon);
      const moved = (solution.mean[0]! - from.mean[0]!) ** 2 + (Math.sqrt(solution.covariance[0]![0]!) - s0) ** 2;
      expect(solution.energy).toBeCloseTo(energy * moved, 8);
      for (let nudge = 0; nudge < 40; nudge++) {
        const spread = Math.exp(0.1 * stream.normal());
        const end = { mean: [solution.mean[0]! + 0.1 * stream.normal()], covariance: [[solution.covariance[0]![0]! * spread]] };
        expect(cost(end, optimal(discount + 0.1 * stream.normal()))).toBeGreaterThan(best);
      }
    }
  });

  it("goes over into the game without discount, and stays finite where e^(κT) is beyond all numbers", () => {
    const [data, reference] = [gaussianOf([1], [[2]]), gaussianOf([0], [[1]])];
    for (const terminal of TERMINALS) {
      const without = solved(flowProblem(data, reference, terminal, 3, 0.7, 1.5));
      const nearly = solved({ ...flowProblem(data, reference, terminal, 3, 0.7, 1.5), discount: 1e-7 });
      expect(nearly.mean[0]).toBeCloseTo(without.mean[0]!, 6);
      expect(nearly.cost).toBeCloseTo(without.cost, 5);
      expect(nearly.energy).toBeCloseTo(without.energy!, 6);
      expect(nearly.value([0.3], 0.4).U).toBeCloseTo(without.value([0.3], 0.4).U, 5);
      const steep = solved({ ...flowProblem(data, reference, terminal, 3, 0.7, 20), discount: 20 });
      for (const t of [0, 10, 20])
        for (const value of Object.values(steep.value([0.3], t)).flat()) expect(Number.isFinite(value)).toBe(true);
      expect(Number.isFinite(steep.cost)).toBe(true);
    }
  });
});
