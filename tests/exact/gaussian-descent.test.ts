/** @file Gaussian crowds that go straight down a cost: price, continuity and what the cost falls by, by differences; and the limit of the discounted games. */
import { describe, expect, it } from "vitest";
import type { ExactProblem } from "../../src/exact/problem.ts";
import { closedFormOf } from "../../src/exact/solution.ts";
import { logGaussian } from "../../src/math/laws/gaussian.ts";
import { random } from "../../src/math/random.ts";
import { costOf, flowProblem, gaussianOf, randomGaussian, slope, solved } from "./problems.ts";

const [M1, V1] = [0.7, 0.8];
const logPi = (x: number): number => logGaussian([x], { mean: [M1], covariance: [[V1]] });

type Price = (x: number, logDensity: number) => number;

const COSTS: Readonly<Record<string, (weight: number) => { readonly terminal: ExactProblem["terminal"]; readonly price: Price }>> = {
  "reverse KL": (w) => ({ terminal: costOf("reverse-kl", { weight: w }), price: (x, log) => w * (log - logPi(x) + 1) }),
  "cross-entropy": (w) => ({ terminal: costOf("cross-entropy", { weight: w }), price: (x) => -w * logPi(x) }),
  entropy: (w) => ({ terminal: costOf("entropy", { weight: w }), price: (_, log) => w * (log + 1) }),
  "potential energy": (w) => ({
    terminal: costOf("potential-energy", { weight: w, x: -0.4, y: 2 }),
    price: (x) => 0.5 * w * (x + 0.4) ** 2,
  }),
};

describe.each(Object.entries(COSTS))("down %s", (name, cost) => {
  it.each([1, 2, 3])("U is the price, its flow carries the crowd, and the cost falls by what moving costs twice over, draw %i", (seed) => {
    const { uniform } = random(seed, "descent");
    const between = (low: number, high: number): number => low + (high - low) * uniform();
    const { terminal, price } = cost(between(0.5, 1.5));
    const [horizon, kinetic] = [between(0.8, 2), between(0.6, 1.4)];
    const reference = gaussianOf([between(-2, 2)], [[between(0.3, 1.3)]]);
    const problem = { ...flowProblem(gaussianOf([M1], [[V1]]), reference, "", 1, kinetic, horizon), terminal, descends: true };
    const solution = solved(problem);
    const logAt = (x: number, t: number): number => {
      const { mean, covariance } = solution.moments(t);
      return logGaussian([x], { mean, covariance });
    };
    const h = 1e-4;
    for (const t of [0.1 * horizon, 0.6 * horizon, horizon - 2 * h])
      for (const x of [-1, 0.3, 1.7]) {
        const found = solution.value([x], t);
        expect(found.U).toBeCloseTo(price(x, logAt(x, t)), 8);
        expect(found.density).toBeCloseTo(Math.exp(logAt(x, t)), 10);
        const p = slope(solution, [x], t, 0, 1e-2);
        expect(found.gradient[0]).toBeCloseTo(p, 6);
        expect(found.dt).toBeCloseTo(slope(solution, [x], t, -1, h), 5);
        // ∂ₜ log ρ + v·∇log ρ + ∇·v = 0 with v = −∇U/w.
        const inTime = (logAt(x, t + h) - logAt(x, t - h)) / (2 * h);
        const inSpace = (logAt(x + h, t) - logAt(x - h, t)) / (2 * h);
        expect(inTime - (p / kinetic) * inSpace - found.laplacian / kinetic).toBeCloseTo(0, 5);
      }
    const start = solved({ ...problem, horizon: 1e-9 });
    const fallen = start.cost - solved({ ...problem, reference: gaussianOf([...solution.mean], [[solution.covariance[0]![0]!]]) }).cost;
    expect(2 * kinetic * solution.energy!).toBeCloseTo(fallen, 8);
    // The same crowd as that of agents who hardly look ahead.
    const ahead = (discount: number) => {
      const { mean, covariance } = solved({
        ...problem,
        descends: false,
        discount,
        interactions: [costOf("running-end-cost")],
      }).moments(horizon / 2);
      const own = solution.moments(horizon / 2);
      return Math.abs(mean[0]! - own.mean[0]!) + Math.abs(covariance[0]![0]! - own.covariance[0]![0]!);
    };
    const [far, near] = [ahead(40), ahead(80)];
    expect(far / near, name).toBeGreaterThan(1.7);
    expect(near, name).toBeLessThan(0.1);
  });
});

it("in the plane every axis is its own, and Gaussians that lie across the axes are refused with their slot", () => {
  const problem = {
    ...flowProblem(
      gaussianOf(
        [1, -1],
        [
          [0.5, 0],
          [0, 2],
        ],
      ),
      gaussianOf(
        [0, 0.5],
        [
          [1, 0],
          [0, 0.4],
        ],
      ),
      "reverse-kl",
      0.7,
    ),
    descends: true,
  };
  const { mean, covariance } = solved(problem);
  const alone = [
    solved({ ...flowProblem(gaussianOf([1], [[0.5]]), gaussianOf([0], [[1]]), "reverse-kl", 0.7), descends: true }),
    solved({ ...flowProblem(gaussianOf([-1], [[2]]), gaussianOf([0.5], [[0.4]]), "reverse-kl", 0.7), descends: true }),
  ];
  alone.forEach((line, axis) => {
    expect(mean[axis]).toBeCloseTo(line.mean[0]!, 12);
    expect(covariance[axis]![axis]).toBeCloseTo(line.covariance[0]![0]!, 12);
  });
  expect(closedFormOf({ ...problem, data: randomGaussian(random(3, "descent"), 2) })).toMatchObject({ slot: "data" });
});
