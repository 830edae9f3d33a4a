/** @file Flows in stages between Gaussians: against the formula of one proximal step, iterated, and the gradient flow that they come to. */
import { expect, it } from "vitest";
import { random } from "../../src/math/random.ts";
import { flowProblem, gaussianOf, slope, solved } from "./problems.ts";

it.each([1, 2, 3, 4])("every stage is the proximal step of the formula, and paths and U are put together of theirs, draw %i", (seed) => {
  const { uniform } = random(seed, "stages");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const [m0, s0, m1, s1] = [between(-2, 2), between(0.4, 1.4), between(-1, 1), between(0.5, 1.5)];
  const [lambda, w, horizon] = [between(0.5, 2), between(0.6, 1.5), between(0.6, 2)];
  const stages = 2 + seed;
  const problem = {
    ...flowProblem(gaussianOf([m1], [[s1 ** 2]]), gaussianOf([m0], [[s0 ** 2]]), "reverse-kl", lambda, w, horizon),
    stages,
  };
  const solution = solved(problem);
  const h = horizon / stages;
  const k = lambda / w;
  let [m, s, moved] = [m0, s0, 0];
  for (let stage = 0; stage < stages; stage++) {
    const a = k / s1 ** 2 + 1 / h;
    const next = { m: (h * k * m1 + s1 ** 2 * m) / (h * k + s1 ** 2), s: (s / h + Math.sqrt((s / h) ** 2 + 4 * k * a)) / (2 * a) };
    const middle = (stage + 0.5) * h;
    const { mean, covariance } = solution.moments(middle);
    // Halfway in time is halfway on a straight path.
    expect(mean[0]).toBeCloseTo((m + next.m) / 2, 10);
    expect(Math.sqrt(covariance[0]![0]!)).toBeCloseTo((s + next.s) / 2, 10);
    for (const x of [m - s, m + 0.5]) {
      const p = slope(solution, [x], middle, 0, 1e-3);
      // −∂ₜU + |∇U|²/2w = 0 within a stage, and its flow is −∇U/w.
      expect(-slope(solution, [x], middle, -1, 1e-3 * h) + p ** 2 / (2 * w)).toBeCloseTo(0, 6);
      const velocity = new Float64Array(1);
      solution.velocity([x], 1, middle, velocity);
      expect(velocity[0]).toBeCloseTo(-p / w, 7);
    }
    // A start belongs to its own stage.
    const start = stage * h;
    expect(solution.value([m], start).gradient[0]).toBeCloseTo((-w * (next.m - m)) / h, 9);
    moved += ((next.m - m) ** 2 + (next.s - s) ** 2) / (2 * h);
    [m, s] = [next.m, next.s];
  }
  expect(solution.mean[0]).toBeCloseTo(m, 10);
  expect(solution.covariance[0]![0]).toBeCloseTo(s ** 2, 10);
  expect(solution.energy).toBeCloseTo(moved, 10);
  const divergence = Math.log(s1 / s) + (s ** 2 + (m - m1) ** 2) / (2 * s1 ** 2) - 0.5;
  expect(solution.cost).toBeCloseTo(lambda * divergence + w * moved, 9);
});

it("more stages come to the flow of those who do not look ahead, with an error of order h", () => {
  const problem = flowProblem(gaussianOf([0.5], [[0.8]]), gaussianOf([-1], [[0.3]]), "reverse-kl", 1, 1, 1.5);
  const { mean, covariance } = solved({ ...problem, descends: true });
  const miss = (stages: number): number => {
    const found = solved({ ...problem, stages });
    return Math.abs(found.mean[0]! - mean[0]!) + Math.abs(found.covariance[0]![0]! - covariance[0]![0]!);
  };
  const [few, many, most] = [miss(8), miss(16), miss(32)];
  expect(few / many).toBeGreaterThan(1.8);
  expect(many / most).toBeGreaterThan(1.8);
});
