/**
 * @file The gradient flow's closed form: the HJB equation and the equations of mean and deviation by differences, for every cost that it may go
 * down, and the limit of a short look ahead.
 */
import { describe, expect, it } from "vitest";
import type { ExactProblem } from "../../src/exact/problem.ts";
import { logGaussian } from "../../src/math/laws/gaussian.ts";
import { random } from "../../src/math/random.ts";
import { costOf, flowProblem, gaussianOf, slope, solved } from "./problems.ts";

const ON_THE_WAY = [costOf("running-end-cost")];

type Price = (x: number, logDensity: number) => number;

/** Of the line: the end cost, its price written out anew, and where the forces are. */
interface Cost {
  readonly terminal: ExactProblem["terminal"];
  readonly price: Price;
  readonly entropy: number;
  readonly spring: number;
  readonly centre: number;
}

const [M1, V1] = [0.7, 0.8];
const logPi = (x: number): number => logGaussian([x], { mean: [M1], covariance: [[V1]] });

const COSTS: Readonly<Record<string, (weight: number) => Cost>> = {
  "reverse KL": (w) => ({
    ...{ terminal: costOf("reverse-kl", { weight: w }), entropy: w, spring: w / V1, centre: M1 },
    price: (x, log) => w * (log - logPi(x) + 1),
  }),
  "cross-entropy": (w) => ({
    ...{ terminal: costOf("cross-entropy", { weight: w }), entropy: 0, spring: w / V1, centre: M1 },
    price: (x) => -w * logPi(x),
  }),
  entropy: (w) => ({
    ...{ terminal: costOf("entropy", { weight: w }), entropy: w, spring: 0, centre: 0 },
    price: (_, log) => w * (log + 1),
  }),
  "potential energy": (w) => ({
    ...{ terminal: costOf("potential-energy", { weight: w, x: -0.4, y: 2 }), entropy: 0, spring: w, centre: -0.4 },
    price: (x) => 0.5 * w * (x + 0.4) ** 2,
  }),
};

function drawn(cost: (weight: number) => Cost, seed: number) {
  const { uniform } = random(seed, "gradient flow");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const { terminal, ...rest } = cost(between(0.5, 1.5));
  const [horizon, kinetic, discount] = [between(0.8, 2), between(0.6, 1.4), between(1, 10)];
  const [m0, s0] = [between(-2, 2), between(0.5, 1.3)];
  const reference = gaussianOf([m0], [[s0 ** 2]]);
  const data = gaussianOf([M1], [[V1]]);
  const problem = { ...flowProblem(data, reference, "reverse-kl", 1, kinetic, horizon), terminal, discount, interactions: ON_THE_WAY };
  return { solution: solved(problem), ...rest, horizon, kinetic, discount, m0, s0 };
}

describe.each(Object.entries(COSTS))("down %s", (_name, cost) => {
  it.each([1, 2, 3])("the HJB equation, its end, and both equations of motion, draw %i", (seed) => {
    const { solution, price, entropy, spring, centre, horizon, kinetic, discount } = drawn(cost, seed);
    const lawAt = (t: number) => {
      const { mean, covariance } = solution.moments(t);
      return { m: mean[0]!, s: Math.sqrt(covariance[0]![0]!), log: (x: number) => logGaussian([x], { mean, covariance }) };
    };
    for (const t of [0.1 * horizon, 0.5 * horizon, 0.9 * horizon]) {
      const { m, s, log } = lawAt(t);
      for (const x of [m - s, m + 0.4 * s]) {
        const { U } = solution.value([x], t);
        const [inTime, p] = [slope(solution, [x], t, -1, 1e-3 * horizon), slope(solution, [x], t, 0, 1e-2)];
        const residual = -inTime + discount * U + p ** 2 / (2 * kinetic) - discount * price(x, log(x));
        expect(Math.abs(residual)).toBeLessThan(1e-5 * (1 + Math.abs(discount * U)));
      }
      const h = 2e-3 * horizon;
      const [before, after] = [lawAt(t - h), lawAt(t + h)];
      const due = {
        m: discount * ((after.m - before.m) / (2 * h) + (spring * (m - centre)) / kinetic),
        s: discount * ((after.s - before.s) / (2 * h) + (spring * s - entropy / s) / kinetic),
      };
      for (const key of ["m", "s"] as const) {
        const bend = (after[key] - 2 * lawAt(t)[key] + before[key]) / h ** 2;
        expect(Math.abs(bend - due[key])).toBeLessThan(2e-3 * (1 + Math.abs(due[key])));
      }
    }
    const { m, log } = lawAt(horizon);
    for (const x of [m, m + 1]) expect(solution.value([x], horizon).U).toBeCloseTo(price(x, log(x)), 7);
  });
});

it("who looks ahead as far as ε = .1 has the mean of the formula, and as ε → 0 moves as Langevin's law does", () => {
  const at = (discount: number) =>
    solved({
      ...flowProblem(gaussianOf([0], [[1]]), gaussianOf([1], [[0.25]]), "reverse-kl", 1, 1, 2),
      discount,
      interactions: ON_THE_WAY,
    }).moments(1);
  expect(at(10).mean[0]).toBeCloseTo(0.40008, 5);
  const misses = [10, 20, 40, 80].map((discount) => Math.abs(at(discount).mean[0]! - Math.exp(-1)));
  const spreads = [10, 20, 40, 80].map((discount) => Math.abs(at(discount).covariance[0]![0]! - (1 - 0.75 * Math.exp(-2))));
  // First order in ε.
  for (const errors of [misses, spreads]) for (let k = 0; k < 3; k++) expect(errors[k]! / errors[k + 1]!).toBeGreaterThan(1.8);
});
