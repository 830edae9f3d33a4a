/** @file Games between Gaussians without interactions: U, drift, end law and energy agree, and no other flow is cheaper. */
import { describe, expect, it } from "vitest";
import { gaussianProximal } from "../../src/exact/gaussian-proximal.ts";
import {
  vectorDifference,
  type Gaussian,
  gaussianDivergence,
  logGaussian,
  squaredDistance,
  transportMap,
} from "../../src/math/laws/gaussian.ts";
import { apply, cholesky, combination, identity, inverse, product, scaled } from "../../src/math/matrices.ts";
import { random } from "../../src/math/random.ts";
import { randomCovariance } from "../math/densities.ts";
import { costOf, curvature, flowProblem, gaussianOf, randomGaussian, slope, solved } from "./problems.ts";

const largest = (rows: readonly (readonly number[])[]): number => Math.max(...rows.flat().map(Math.abs));
const TERMINALS = ["reverse-kl", "forward-kl", "cross-entropy", "hard"] as const;

describe("games between Gaussians", () => {
  it("docs/mathematics.md, OT-flow with reverse KL: λ = 1 on the line", () => {
    const { mean, covariance, cost } = solved(flowProblem(gaussianOf([1], [[2.25]]), gaussianOf([-2], [[0.25]]), "reverse-kl", 1));
    expect(mean[0]).toBeCloseTo(-1.07692, 5);
    expect(Math.sqrt(covariance[0]![0]!)).toBeCloseTo(1.02294, 5);
    expect(cost).toBeCloseTo(1.63667, 5);
  });

  it("docs/mathematics.md, Pulled-back games: the likelihood pulled back from the data", () => {
    const { mean, covariance } = solved(flowProblem(gaussianOf([2], [[0.25]]), gaussianOf([0], [[1]]), "forward-kl", 1));
    expect(mean[0]).toBeCloseTo(1.407, 3);
    expect(Math.sqrt(covariance[0]![0]!)).toBeCloseTo(0.593, 3);
  });

  for (const terminal of TERMINALS) {
    for (const d of [1, 2] as const) {
      it(`${terminal}, d = ${d}: derivatives, HJB equation and drift agree with U at random parameters`, () => {
        const stream = random(d, terminal);
        for (let trial = 0; trial < 5; trial++) {
          const [kinetic, horizon, weight] = [0.3 + stream.uniform(), 0.5 + 2 * stream.uniform(), 20 ** stream.uniform()];
          const solution = solved(flowProblem(randomGaussian(stream, d), randomGaussian(stream, d), terminal, weight, kinetic, horizon));
          for (let point = 0; point < 5; point++) {
            const x = Array.from({ length: d }, () => 2 * stream.normal());
            const t = horizon * (0.1 + 0.8 * stream.uniform());
            const { gradient, laplacian, dt } = solution.value(x, t);
            const scale = 1 + Math.abs(dt) + largest([gradient]);
            expect(Math.abs(slope(solution, x, t, -1, 1e-3 * horizon) - dt) / scale).toBeLessThan(1e-6);
            gradient.forEach((value, axis) => expect(Math.abs(slope(solution, x, t, axis, 1e-2) - value) / scale).toBeLessThan(1e-8));
            expect(Math.abs(curvature(solution, x, t, 1e-2) - laplacian) / (scale + Math.abs(laplacian))).toBeLessThan(1e-7);
            const speed = gradient.reduce((sum, value) => sum + value * value, 0);
            expect(Math.abs(-slope(solution, x, t, -1, 1e-3 * horizon) + speed / (2 * kinetic)) / scale).toBeLessThan(1e-6);
            const velocity = new Float64Array(d);
            solution.velocity(x, 1, t, velocity);
            gradient.forEach((value, i) => expect(velocity[i]).toBeCloseTo(-value / kinetic, 12));
          }
        }
      });
    }

    it(`${terminal}: particles follow the drift, end with the stated law and spend the stated energy`, () => {
      const stream = random(7, terminal);
      const [data, reference] = [randomGaussian(stream, 2), randomGaussian(stream, 2)];
      const solution = solved(flowProblem(data, reference, terminal, 3, 0.7, 1.5));
      const n = 20_000;
      const x0 = new Float64Array(2 * n);
      reference.sample(stream, n, x0);
      const out = new Float64Array(3 * 2 * n);
      solution.trajectories(x0, n, [0, 0.6, 1.5], out);
      expect(Math.max(...x0.map((value, j) => Math.abs(value - out[j]!)))).toBeLessThan(1e-12);
      const velocity = new Float64Array(2 * n);
      solution.velocity(out.subarray(2 * n, 4 * n), n, 0.6, velocity);
      let error = 0;
      let energy = 0;
      for (let j = 0; j < 2 * n; j++) {
        error = Math.max(error, Math.abs(out[4 * n + j]! - out[j]! - 1.5 * velocity[j]!));
        energy += (0.5 * 1.5 * velocity[j]! ** 2) / n;
      }
      expect(error).toBeLessThan(1e-10);
      expect(energy / solution.energy! - 1).toBeCloseTo(0, 1.5);
      for (let a = 0; a < 2; a++) {
        const mean = Array.from({ length: n }, (_, i) => out[4 * n + 2 * i + a]!).reduce((sum, value) => sum + value / n, 0);
        expect(Math.abs(mean - solution.mean[a]!)).toBeLessThan(5 * Math.sqrt(solution.covariance[a]![a]! / n));
      }
      const { density } = solution.value([0.3, 0.4], 1.5);
      expect(density).toBeCloseTo(Math.exp(logGaussian([0.3, 0.4], { mean: solution.mean, covariance: solution.covariance })), 12);
    });
  }

  it("U(·, T) is the price of the terminal cost, constants included", () => {
    const stream = random(11, "test");
    const [data, reference] = [randomGaussian(stream, 2), randomGaussian(stream, 2)];
    for (const x of [
      [0, 0],
      [1, -2],
    ]) {
      const reverse = solved(flowProblem(data, reference, "reverse-kl", 4, 0.5, 2));
      const final = { mean: reverse.mean, covariance: reverse.covariance };
      expect(reverse.value(x, 2).U).toBeCloseTo(4 * (logGaussian(x, final) - logGaussian(x, data.gaussian!) + 1), 9);
      const linear = solved(flowProblem(data, reference, "cross-entropy", 4, 0.5, 2));
      expect(linear.value(x, 2).U).toBeCloseTo(-4 * logGaussian(x, data.gaussian!), 9);
      // Pulled back: −λ (log(ρ̃/ρ₀) + 1) at the reference end, ρ̃ the end of the game from the data.
      const back = solved(flowProblem(data, reference, "forward-kl", 4, 0.5, 2));
      const { end } = gaussianProximal(data.gaussian!, reference.gaussian!, 4 / 0.5, 2);
      expect(back.value(x, 0).U).toBeCloseTo(-4 * (logGaussian(x, end) - logGaussian(x, reference.gaussian!) + 1), 9);
    }
  });

  it("where the end is prescribed U is gauged to what is still to be paid, the discount included, and is the limit of dear reverse KL", () => {
    const stream = random(8, "test");
    const [data, reference] = [randomGaussian(stream, 2), randomGaussian(stream, 2)];
    // U is quadratic: its mean under a Gaussian is that over two points on each axis of a root of the covariance.
    const average = ({ mean, covariance }: Gaussian, U: (x: readonly number[]) => number): number => {
      const root = cholesky(covariance);
      const points = [0, 1].flatMap((j) => [-1, 1].map((side) => mean.map((m, i) => m + side * Math.SQRT2 * root[i]![j]!)));
      return points.reduce((sum, x) => sum + U(x) / 4, 0);
    };
    for (const discount of [0, 0.8]) {
      const problem = { ...flowProblem(data, reference, "hard", Number.NaN, 0.6, 1.4), discount };
      const { value, cost, mean, covariance } = solved(problem);
      expect([mean, covariance]).toEqual([data.gaussian!.mean, data.gaussian!.covariance]);
      expect(average(data.gaussian!, (x) => value(x, 1.4).U)).toBeCloseTo(0, 9);
      expect(average(reference.gaussian!, (x) => value(x, 0).U)).toBeCloseTo(cost, 9);
      const dear = solved({ ...problem, terminal: costOf("reverse-kl", { weight: 1e6 }) });
      dear.value([0.3, -1], 0.5).gradient.forEach((slope, i) => {
        expect(slope / value([0.3, -1], 0.5).gradient[i]!).toBeCloseTo(1, 4);
      });
    }
  });

  it("the proximal end is stationary and no perturbation of it is cheaper, for weak and strong λ and thin covariances", () => {
    const stream = random(5, "test");
    for (const weight of [0.1, 1, 10, 1000]) {
      const from: Gaussian = { mean: [1, -1], covariance: randomCovariance(stream, 2) };
      const to: Gaussian = { mean: [-2, 0.5], covariance: scaled(0.05, randomCovariance(stream, 2)) };
      const horizon = 0.7;
      const { end } = gaussianProximal(from, to, weight, horizon);
      // G(S) = λ(S₁⁻¹ − S⁻¹) + (I − A)/T of docs/mathematics.md, OT-flow with reverse KL, relative to its terms.
      const back = transportMap(end.covariance, from.covariance);
      const pull = scaled(weight, combination(1, inverse(to.covariance), -1, inverse(end.covariance)));
      const push = scaled(1 / horizon, combination(1, identity(2), -1, back));
      const size = weight * largest(inverse(to.covariance)) + largest(push);
      expect(largest(combination(1, pull, 1, push)) / size).toBeLessThan(1e-10);
      const cost = (law: Gaussian): number => weight * gaussianDivergence(law, to) + squaredDistance(from, law) / (2 * horizon);
      const best = cost(end);
      for (let trial = 0; trial < 300; trial++) {
        const step = 10 ** (-3 + 2 * stream.uniform());
        const root = combination(1, identity(2), step, [
          [stream.normal(), stream.normal()],
          [stream.normal(), stream.normal()],
        ]);
        const transposed = [
          [root[0]![0]!, root[1]![0]!],
          [root[0]![1]!, root[1]![1]!],
        ];
        const covariance = product(root, product(end.covariance, transposed));
        const mean = end.mean.map((value) => value + 0.1 * step * stream.normal());
        expect(cost({ mean, covariance })).toBeGreaterThan(best - 1e-9 * Math.abs(best));
      }
    }
  });

  it("the stated cost is the cost: divergence of the end plus weighted energy, and no affine straight flow is cheaper", () => {
    const stream = random(6, "test");
    const [data, reference] = [randomGaussian(stream, 2), randomGaussian(stream, 2)];
    const [lambda, kinetic, horizon] = [3, 0.6, 1.4];
    const { mean, covariance, cost, energy } = solved(flowProblem(data, reference, "reverse-kl", lambda, kinetic, horizon));
    expect(lambda * gaussianDivergence({ mean, covariance }, data.gaussian!) + kinetic * energy!).toBeCloseTo(cost, 10);
    // Cross-entropy: J(B, b) over affine maps, by the formula for a quadratic under a Gaussian.
    const linear = solved(flowProblem(data, reference, "cross-entropy", lambda, kinetic, horizon));
    const price = (law: Gaussian): number => {
      const away = vectorDifference(law.mean, data.mean);
      const precision = inverse(data.covariance);
      const spread = product(precision, law.covariance);
      const quadratic =
        0.5 * (spread[0]![0]! + spread[1]![1]! + away[0]! * apply(precision, away)[0]! + away[1]! * apply(precision, away)[1]!);
      return (
        lambda * (quadratic - logGaussian(data.mean, data.gaussian!)) +
        (kinetic * squaredDistance(reference.gaussian!, law)) / (2 * horizon)
      );
    };
    expect(price(linear)).toBeCloseTo(linear.cost, 9);
    for (let trial = 0; trial < 100; trial++) {
      const nudge = [0.05 * stream.normal(), 0.05 * stream.normal()];
      const size = 1 + 0.05 * stream.normal();
      expect(
        price({ mean: linear.mean.map((value, i) => value + nudge[i]!), covariance: scaled(size * size, linear.covariance) }),
      ).toBeGreaterThan(linear.cost);
    }
  });
});
