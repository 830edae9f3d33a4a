/** @file Mean and covariance of a flow's population on its way: against the density that the same form states, summed on a grid. */
import { expect, it } from "vitest";
import type { ExactProblem } from "../../src/exact/problem.ts";
import { random } from "../../src/math/random.ts";
import { costOf, flowProblem, gaussianOf, randomGaussian, solved } from "./problems.ts";

const NODES = { 1: 400, 2: 120 } as const;

/** Mass, mean and covariance of a density, within eight deviations of where it is said to be. */
function summed(problem: ExactProblem, t: number) {
  const form = solved(problem);
  const said = form.moments(t);
  const d = form.dimension;
  const per = NODES[d];
  const reach = said.mean.map((_, k) => 8 * Math.sqrt(said.covariance[k]![k]!));
  const n = per ** d;
  const x = new Float64Array(n * d);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < d; k++) {
      const place = k === 0 ? i % per : Math.floor(i / per);
      x[i * d + k] = said.mean[k]! + reach[k]! * ((2 * (place + 0.5)) / per - 1);
    }
  const density = new Float64Array(n);
  form.values(x, n, t, { density });
  const cell = reach.reduce((area, r) => (area * 2 * r) / per, 1);
  const average = (f: (i: number) => number): number => density.reduce((sum, value, i) => sum + value * cell * f(i), 0);
  const mean = said.mean.map((_, k) => average((i) => x[i * d + k]!));
  const covariance = mean.map((a, j) => mean.map((b, k) => average((i) => (x[i * d + j]! - a) * (x[i * d + k]! - b))));
  return { said, mass: average(() => 1), mean, covariance };
}

const stream = random(21, "test");

const problems: readonly (readonly [string, ExactProblem])[] = [
  ...(["reverse-kl", "forward-kl", "cross-entropy"] as const).flatMap((terminal) =>
    ([1, 2] as const).map(
      (d) =>
        [
          `${terminal}, d = ${String(d)}`,
          flowProblem(randomGaussian(stream, d), randomGaussian(stream, d), terminal, 3, 1.5, 0.8),
        ] as const,
    ),
  ),
  ["discounted", { ...flowProblem(randomGaussian(stream, 2), randomGaussian(stream, 2), "reverse-kl", 2), discount: 0.9 }],
  [
    "with entropy and attraction",
    {
      ...flowProblem(gaussianOf([1], [[0.6]]), gaussianOf([-1], [[0.3]]), "reverse-kl", 2),
      interactions: [costOf("entropy", { weight: 0.4 }), costOf("mean-attraction", { weight: 0.8, share: 0.5, kind: "nash" })],
    },
  ],
];

it.each(problems)("%s", (_, problem) => {
  for (const t of [0, 0.35 * problem.horizon, 0.7 * problem.horizon, problem.horizon]) {
    const { said, mass, mean, covariance } = summed(problem, t);
    expect(mass).toBeCloseTo(1, 8);
    mean.forEach((m, k) => expect(m).toBeCloseTo(said.mean[k]!, 8));
    covariance.flat().forEach((c, k) => expect(c).toBeCloseTo(said.covariance.flat()[k]!, 8));
    expect(said.skew).toBe(mean.length === 1 ? 0 : null);
  }
  const { moments, mean, covariance } = solved(problem);
  moments(problem.horizon).mean.forEach((m, k) => expect(m).toBeCloseTo(mean[k]!, 10));
  moments(problem.horizon)
    .covariance.flat()
    .forEach((c, k) => expect(c).toBeCloseTo(covariance.flat()[k]!, 10));
  moments(0).mean.forEach((m, k) => expect(m).toBeCloseTo(problem.reference.mean[k]!, 12));
});
