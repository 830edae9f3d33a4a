/** @file Other costs of the speed between Gaussians of one covariance: against the kinetic closed form, the equations, and the game's own code. */
import { describe, expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import type { Lagrangian } from "../../src/catalogue/define.ts";
import type { MovingPlace } from "../../src/catalogue/place.ts";
import type { ExactProblem, ClosedForm } from "../../src/exact/problem.ts";
import { closedFormOf } from "../../src/exact/solution.ts";
import { input } from "../../src/math/expressions/expression.ts";
import { column, plan } from "../../src/math/expressions/plan.ts";
import { type Gaussian, gaussianDivergence, logGaussian } from "../../src/math/laws/gaussian.ts";
import { type Random, random } from "../../src/math/random.ts";
import { randomCovariance } from "../math/densities.ts";
import { flowProblem, gaussianOf, isClosedForm, lagrangianOf, slope, solved } from "./problems.ts";

type Choice = ExactProblem["lagrangian"];

function game(stream: Random, d: 1 | 2, lagrangian: Choice) {
  const rows = randomCovariance(stream, d, 0.3).map((row) => [...row]);
  const mean = () => Array.from({ length: d }, () => 1.5 * stream.normal());
  const [data, reference] = [gaussianOf(mean(), rows), gaussianOf(mean(), rows)];
  const [weight, horizon] = [8 ** stream.uniform(), 0.5 + 1.5 * stream.uniform()];
  return { problem: { ...flowProblem(data, reference, "reverse-kl", weight, 1, horizon), lagrangian }, data, reference, weight, horizon };
}

/** L of the catalogue, not of the closed form. */
function runningCost({ value }: Lagrangian, params: Choice["params"], velocity: readonly number[]): number {
  const a = velocity.map((_, i) => input(`a${i}`));
  const leaves = Object.fromEntries(Object.keys(params).map((name) => [name, input(name)]));
  const p = plan([value({} as MovingPlace, a, leaves)]);
  const out = new Float64Array(1);
  const known: Readonly<Record<string, number>> = {
    ...(params as Record<string, number>),
    ...Object.fromEntries(velocity.map((v, i) => [`a${i}`, v])),
  };
  p.evaluate(
    1,
    p.columns.map((name) => column(Float64Array.of(known[name]!))),
    [],
    [column(out)],
  );
  return out[0]!;
}

const velocityOf = (solution: ClosedForm): number[] => {
  const out = new Float64Array(solution.dimension);
  solution.velocity(new Float64Array(solution.dimension), 1, 0.2, out);
  return Array.from(out);
};

const CHOICES: readonly Choice[] = [
  lagrangianOf("power", { exponent: 1.2, weight: 0.8 }),
  lagrangianOf("power", { exponent: 1.5, weight: 1 }),
  lagrangianOf("power", { exponent: 4, weight: 2 }),
  lagrangianOf("relativistic", { limit: 0.7 }),
  lagrangianOf("relativistic", { limit: 5 }),
];

describe.each(CHOICES.map((lagrangian) => [JSON.stringify(lagrangian), lagrangian] as const))("%s", (title, lagrangian) => {
  // The catalogue rounds the power off: L by wTε^γ/γ at most, or by (γ/2)(ε/|a|)² of itself.
  const rounding = lagrangian.spec.id === "power" ? 0.03 : 1e-9;
  it("is optimal: no other displacement costs less, by the catalogue's own L", () => {
    const stream = random(2, title);
    for (const d of [1, 2, 2] as const) {
      const { problem, data, reference, weight, horizon } = game(stream, d, lagrangian);
      const solution = solved(problem);
      const J = (moved: readonly number[]): number => {
        const end: Gaussian = { mean: reference.mean.map((m, i) => m + moved[i]!), covariance: reference.covariance };
        const running = runningCost(
          registry.lagrangian.get(lagrangian.spec.id),
          lagrangian.params,
          moved.map((m) => m / horizon),
        );
        return weight * gaussianDivergence(end, data.gaussian!) + horizon * running;
      };
      const best = velocityOf(solution).map((v) => v * horizon);
      expect(best.map((m, i) => reference.mean[i]! + m)).toEqual(solution.mean.map((m) => expect.closeTo(m, 12) as number));
      expect(Math.abs(J(best) - solution.cost)).toBeLessThan(rounding);
      for (let k = 0; k < 20; k++) {
        const [step, angle] = [k % 2 === 0 ? 0.1 : 0.03, 2 * Math.PI * stream.uniform()];
        const other = best.map((m, i) => m + step * (i === 0 ? Math.cos(angle) : Math.sin(angle)));
        if (lagrangian.spec.id === "relativistic" && Math.hypot(...other) >= Number(lagrangian.params["limit"]) * horizon) continue;
        expect(J(other)).toBeGreaterThan(J(best) - 1e-9);
      }
      if (lagrangian.spec.id === "relativistic") expect(Math.hypot(...best)).toBeLessThan(Number(lagrangian.params["limit"]) * horizon);
    }
  });

  it("U: its slopes, its end condition δKL/δρ, and the account J = U at the start", () => {
    const stream = random(3, title);
    for (const d of [1, 2] as const) {
      const { problem, data, weight, horizon } = game(stream, d, lagrangian);
      const solution = solved(problem);
      const end: Gaussian = { mean: solution.mean, covariance: solution.covariance };
      const x = Array.from({ length: d }, () => stream.normal());
      const { gradient, dt } = solution.value(x, 0.3 * horizon);
      gradient.forEach((value, axis) => expect(slope(solution, x, 0.3 * horizon, axis, 1e-2)).toBeCloseTo(value, 8));
      expect(slope(solution, x, 0.3 * horizon, -1, 1e-2)).toBeCloseTo(dt, 8);
      expect(solution.value(x, horizon).U).toBeCloseTo(weight * (logGaussian(x, end) - logGaussian(x, data.gaussian!) + 1), 9);
      // What an agent pays on its way, and then at the end.
      const velocity = velocityOf(solution);
      const running = horizon * runningCost(registry.lagrangian.get(lagrangian.spec.id), lagrangian.params, velocity);
      const arrival = x.map((value, i) => value + horizon * velocity[i]!);
      expect(Math.abs(solution.value(x, 0).U - running - solution.value(arrival, horizon).U)).toBeLessThan(rounding);
    }
  });
});

it("at exponent 2 it is the kinetic closed form, and far below the speed limit too", () => {
  const stream = random(4, "kinetic");
  for (const d of [1, 2] as const) {
    const { problem } = game(stream, d, lagrangianOf("kinetic", { weight: 1.6 }));
    const kinetic = solved(problem);
    const power = solved({ ...problem, lagrangian: lagrangianOf("power", { exponent: 2, weight: 1.6 }) });
    for (const [i, m] of kinetic.mean.entries()) expect(power.mean[i]).toBeCloseTo(m, 9);
    expect(power.cost).toBeCloseTo(kinetic.cost, 9);
    expect(power.value([0.3, -0.2].slice(0, d), 0.1).U).toBeCloseTo(kinetic.value([0.3, -0.2].slice(0, d), 0.1).U, 8);
    const slow = solved({ ...problem, lagrangian: lagrangianOf("relativistic", { limit: 1e5 }) });
    const unit = solved({ ...problem, lagrangian: lagrangianOf("kinetic", { weight: 1 }) });
    for (const [i, m] of unit.mean.entries()) expect(slow.mean[i]).toBeCloseTo(m, 6);
  }
});

it("with other covariances or another end there is none, and it says so", () => {
  const [wide, narrow] = [gaussianOf([1], [[1]]), gaussianOf([0], [[0.5]])];
  const power: Choice = lagrangianOf("power", { exponent: 3, weight: 1 });
  const at = (problem: ExactProblem) => {
    const answer = closedFormOf({ ...problem, lagrangian: power });
    return isClosedForm(answer) ? "solved" : answer.slot;
  };
  expect(at(flowProblem(wide, narrow, "reverse-kl", 1))).toBe("reference");
  expect(at(flowProblem(wide, wide, "forward-kl", 1))).toBe("terminal");
  expect(at(flowProblem(wide, wide, "reverse-kl", 1))).toBe("solved");
});
