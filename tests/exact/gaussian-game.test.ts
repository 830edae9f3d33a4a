/** @file Games with interactions between Gaussians: the HJB equation by differences, and no other path of the crowd is cheaper. */
import { describe, expect, it } from "vitest";
import type { ClosedForm, DataProblem, ExactProblem } from "../../src/exact/problem.ts";
import { gaussianDivergence, logGaussian } from "../../src/math/laws/gaussian.ts";
import { type Random, random } from "../../src/math/random.ts";
import { costOf, curvature, flowProblem, gaussianOf, slope, solved } from "./problems.ts";

type Interactions = ExactProblem["interactions"];

const entropy = (weight: number) => costOf("entropy", { weight });
const spring = (weight: number, x: number, y: number) => costOf("potential-energy", { weight, x, y });
const attraction = (weight: number, share: number, kind: "nash" | "social") => costOf("mean-attraction", { weight, share, kind });

const KINDS: Readonly<Record<string, (stream: Random) => Interactions>> = {
  entropy: (stream) => [entropy(3 * stream.uniform())],
  "potential energy": (stream) => [spring(4 * stream.uniform() - 0.3, stream.normal(), stream.normal())],
  "Nash attraction": (stream) => [attraction(4 * stream.uniform(), 2 * stream.uniform() - 0.5, "nash")],
  "social attraction": (stream) => [attraction(4 * stream.uniform(), 3 * stream.uniform() - 1, "social")],
  "several at once": (stream) => [
    entropy(stream.uniform()),
    spring(stream.uniform(), stream.normal(), stream.normal()),
    attraction(stream.uniform(), stream.uniform(), "nash"),
    attraction(2 * stream.uniform(), stream.uniform(), "social"),
    entropy(stream.uniform()),
  ],
};

interface Drawn {
  readonly problem: DataProblem;
  readonly solution: ClosedForm;
  readonly kinetic: number;
  readonly weight: number;
  readonly horizon: number;
  readonly discount: number;
}

function draw(stream: Random, d: 1 | 2, kind: string, terminal = "reverse-kl", discounted = true): Drawn {
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
  const law = () =>
    gaussianOf(
      Array.from({ length: d }, () => stream.normal()),
      Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => (i === j ? between(0.4, 1.4) ** 2 : 0))),
    );
  const [kinetic, weight, horizon, discount] = [between(0.4, 1.5), between(0.5, 10), between(0.5, 2), discounted ? between(0.1, 1.5) : 0];
  const problem = {
    ...flowProblem(law(), law(), terminal, weight, kinetic, horizon),
    discount,
    interactions: KINDS[kind]!(stream),
  };
  return { problem, solution: solved(problem), kinetic, weight, horizon, discount };
}

/** The sum of the stated prices, from the law at that time: written out anew. */
function priceAt(interactions: Interactions, x: readonly number[], mean: readonly number[], logDensity: number): number {
  let total = 0;
  for (const {
    spec: { id },
    params,
  } of interactions) {
    const [weight, share] = [Number(params["weight"]), Number(params["share"])];
    const centre = [Number(params["x"]), Number(params["y"])];
    if (id === "entropy") total += weight * (logDensity + 1);
    else
      x.forEach((xi, i) => {
        if (id === "potential-energy") total += 0.5 * weight * (xi - centre[i]!) ** 2;
        else {
          total += 0.5 * weight * (xi - share * mean[i]!) ** 2;
          if (params["kind"] === "social") total -= weight * share * (1 - share) * mean[i]! * xi;
        }
      });
  }
  return total;
}

/** Mean and deviations at t, from where three particles go. */
function lawAt(solution: ClosedForm, reference: { mean: readonly number[]; covariance: readonly (readonly number[])[] }, t: number) {
  const d = solution.dimension;
  const out = new Float64Array(2 * d);
  const deviations = reference.covariance.map((row, i) => Math.sqrt(row[i]!));
  solution.trajectories([...reference.mean, ...reference.mean.map((m, i) => m + deviations[i]!)], 2, [t], out);
  const mean = [...out.subarray(0, d)];
  return { mean, deviations: mean.map((m, i) => out[d + i]! - m) };
}

describe("games with interactions between Gaussians", () => {
  for (const kind of Object.keys(KINDS))
    for (const d of [1, 2] as const)
      it(`${kind}, d = ${String(d)}: U solves the HJB equation by finite differences, and carries the crowd`, () => {
        const stream = random(d, `gaussian game ${kind}`);
        for (let trial = 0; trial < 6; trial++) {
          const terminal = trial === 5 ? "cross-entropy" : "reverse-kl";
          const { problem, solution, kinetic, weight, horizon, discount } = draw(stream, d, kind, terminal, trial > 1);
          for (let point = 0; point < 4; point++) {
            const t = horizon * (0.05 + 0.9 * stream.uniform());
            const { mean, deviations } = lawAt(solution, problem.reference.gaussian!, t);
            const x = mean.map((m, i) => m + 1.5 * deviations[i]! * stream.normal());
            const value = solution.value(x, t);
            const law = { mean, covariance: deviations.map((s, i) => deviations.map((_, j) => (i === j ? s * s : 0))) };
            expect(Math.log(value.density)).toBeCloseTo(logGaussian(x, law), 9);
            const slopes = x.map((_, axis) => slope(solution, x, t, axis, 1e-2));
            const inTime = slope(solution, x, t, -1, 1e-3 * horizon);
            const price = priceAt(problem.interactions, x, mean, logGaussian(x, law));
            const scale = 1 + Math.abs(inTime) + Math.abs(price) + Math.abs(discount * value.U);
            const energy = slopes.reduce((sum, p) => sum + p * p, 0) / (2 * kinetic);
            expect(Math.abs(-inTime + discount * value.U + energy - price) / (scale + energy)).toBeLessThan(1e-6);
            expect(Math.abs(inTime - value.dt) / (scale + energy)).toBeLessThan(1e-6);
            expect(value.laplacian).toBeCloseTo(curvature(solution, x, t, 1e-2), 5);
            // What moves them is −∇U/w.
            const [velocity, before, after] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)];
            solution.velocity(x, 1, t, velocity);
            const from = problem.reference.gaussian!.mean.map((m, i) => {
              const deviation = Math.sqrt(problem.reference.gaussian!.covariance[i]![i]!);
              return m + ((x[i]! - mean[i]!) / deviations[i]!) * deviation;
            });
            solution.trajectories(from, 1, [t - 1e-5], before);
            solution.trajectories(from, 1, [t + 1e-5], after);
            slopes.forEach((p, i) => {
              expect(velocity[i]).toBeCloseTo(-p / kinetic, 6);
              expect(velocity[i]).toBeCloseTo((after[i]! - before[i]!) / 2e-5, 5);
            });
          }
          const end = { mean: solution.mean, covariance: solution.covariance };
          for (const x of [solution.mean, solution.mean.map((m) => m + 1)]) {
            const log = (at: readonly number[]) => logGaussian(at, problem.data.gaussian!);
            const due = terminal === "reverse-kl" ? logGaussian(x, end) - log(x) + 1 : -log(x);
            expect(solution.value(x, horizon).U).toBeCloseTo(weight * due, 6);
          }
        }
      });

  it("weights of zero give the games without interactions", () => {
    const stream = random(1, "gaussian game zero");
    const none = [entropy(0), spring(0, 1, 1), attraction(0, 0.5, "nash"), attraction(0, 0.5, "social")];
    for (const d of [1, 2] as const)
      for (const terminal of ["reverse-kl", "cross-entropy"])
        for (const discounted of [false, true]) {
          const { problem, horizon } = draw(stream, d, "entropy", terminal, discounted);
          const [without, zero] = [solved({ ...problem, interactions: [] }), solved({ ...problem, interactions: none })];
          expect(zero.kind).toBe("gaussian-game");
          without.mean.forEach((m, i) => expect(zero.mean[i]).toBeCloseTo(m, 8));
          without.covariance.flat().forEach((entry, i) => expect(zero.covariance.flat()[i]).toBeCloseTo(entry, 8));
          expect(zero.cost).toBeCloseTo(without.cost, 8);
          expect(zero.energy).toBeCloseTo(without.energy!, 8);
          const x = Array.from({ length: d }, () => stream.normal());
          for (const t of [0, 0.4 * horizon, horizon]) {
            const [a, b] = [zero.value(x, t), without.value(x, t)];
            for (const [one, other] of [
              [a.U, b.U],
              [a.dt, b.dt],
              [a.laplacian, b.laplacian],
              [a.density, b.density],
              [a.gradient[0]!, b.gradient[0]!],
            ] as const)
              expect(one).toBeCloseTo(other, 7);
          }
        }
  });

  it("no other path of mean and deviation costs the crowd less, if it is one cost that all share", () => {
    const stream = random(2, "gaussian game cost");
    for (const kind of ["entropy", "potential energy", "social attraction"])
      for (let trial = 0; trial < 3; trial++) {
        const { problem, solution, kinetic, weight, horizon, discount } = draw(stream, 1, kind);
        const intervals = 1000;
        /** J of the path with m + a sin, s + b sin, whose ends are free at T, by the midpoint rule. */
        const cost = (a: number, b: number, waves: number): number => {
          const at = (k: number) => {
            const t = (horizon * k) / intervals;
            const { mean, deviations } = lawAt(solution, problem.reference.gaussian!, t);
            const bump = Math.sin((waves * Math.PI * k) / (2 * intervals));
            return { m: mean[0]! + a * bump, s: deviations[0]! * Math.exp(b * bump) };
          };
          const h = horizon / intervals;
          let total = 0;
          let early = at(0);
          for (let k = 0; k < intervals; k++) {
            const [mid, late] = [at(k + 0.5), at(k + 1)];
            const speed = ((late.m - early.m) / h) ** 2 + ((late.s - early.s) / h) ** 2;
            let crowd = 0;
            for (const {
              spec: { id },
              params,
            } of problem.interactions) {
              const [q, share] = [Number(params["weight"]), Number(params["share"])];
              if (id === "entropy") crowd -= q * (Math.log(mid.s) + 0.5 * Math.log(2 * Math.PI * Math.E));
              else if (id === "potential-energy") crowd += 0.5 * q * ((mid.m - Number(params["x"])) ** 2 + mid.s ** 2);
              else crowd += 0.5 * q * (((1 - share) * mid.m) ** 2 + mid.s ** 2);
            }
            total += h * Math.exp(-discount * (k + 0.5) * h) * (0.5 * kinetic * speed + crowd);
            early = late;
          }
          const end = { mean: [early.m], covariance: [[early.s ** 2]] };
          return total + Math.exp(-discount * horizon) * weight * gaussianDivergence(end, problem.data.gaussian!);
        };
        const best = cost(0, 0, 1);
        expect(Math.abs(best - solution.cost)).toBeLessThan(1e-5 * (1 + Math.abs(best)));
        for (const waves of [1, 2, 3])
          for (const size of [0.1, -0.1, 0.01, -0.01]) {
            expect(cost(size, 0, waves)).toBeGreaterThan(best);
            expect(cost(0, size, waves)).toBeGreaterThan(best);
          }
      }
  });

  it("with entropy alone s″ = −μ/(ws), the mean goes straight, and the crowd is wider on its way than without", () => {
    const problem = flowProblem(gaussianOf([1], [[0.49]]), gaussianOf([-1], [[0.49]]), "reverse-kl", 5, 0.8, 1.5);
    const solution = solved({ ...problem, interactions: [entropy(0.6)] });
    const at = (t: number) => lawAt(solution, problem.reference.gaussian!, t);
    const h = 1e-2;
    for (const t of [0.2, 0.75, 1.3]) {
      const [before, now, after] = [at(t - h), at(t), at(t + h)];
      const bend = (after.deviations[0]! - 2 * now.deviations[0]! + before.deviations[0]!) / (h * h);
      expect(bend).toBeCloseTo(-0.6 / (0.8 * now.deviations[0]!), 3);
      expect((after.mean[0]! - before.mean[0]!) / (2 * h)).toBeCloseTo((solution.mean[0]! + 1) / 1.5, 8);
    }
    expect(at(0.75).deviations[0]).toBeGreaterThan(0.75);
  });

  it("stays exact where shooting would lose every digit", () => {
    // w m″ = q m with the decaying and the growing mode: √(q/w) T = 63.
    const [q, w, horizon, weight] = [20, 0.05, 3.15, 3];
    const problem = flowProblem(gaussianOf([1.5], [[0.5]]), gaussianOf([-2], [[1]]), "reverse-kl", weight, w, horizon);
    const solution = solved({ ...problem, interactions: [spring(q, 0, 0)] });
    const r = Math.sqrt(q / w);
    const pull = weight / 0.5;
    // m = −2 e^(−rt) + a e^(r(t − T)): e^(−63) is nothing beside 1.
    const a = (pull * 1.5) / (w * r + pull);
    expect(solution.mean[0]).toBeCloseTo(a, 8);
    for (const t of [0, 0.1, 1, 3, 3.1]) {
      const { mean } = lawAt(solution, problem.reference.gaussian!, t);
      expect(mean[0]).toBeCloseTo(-2 * Math.exp(-r * t) + a * Math.exp(r * (t - horizon)), 8);
    }
  });
});
