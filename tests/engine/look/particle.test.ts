/** @file An agent's account, with a closed form in the network's place: it adds up wherever the game has its end condition. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { cumulative, particleOf } from "../../../src/engine/look/particle.ts";
import type { Solution } from "../../../src/exact/problem.ts";
import { logGaussian } from "../../../src/math/laws/gaussian.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";
import { type Known, plain, sessionKnowing } from "../measure/known-kernel.ts";

const asPotential =
  (solution: Solution): Known =>
  (x, t, n) => {
    const d = solution.dimension;
    const jets = {
      value: new Float64Array(n),
      gradient: new Float64Array(d * n),
      time: new Float64Array(n),
      laplacian: new Float64Array(n),
    };
    solution.values(x, n, t, { U: jets.value, gradient: jets.gradient, dt: jets.time, laplacian: jets.laplacian });
    return [jets];
  };

function gaussians(d: 1 | 2) {
  const law = (mean: number[], covariance: number[][]) => ({ id: "gaussian", params: { mean, covariance } });
  return d === 1
    ? { data: law([1.2], [[0.4]]), reference: law([-0.5], [[1.1]]) }
    : {
        data: law(
          [1, -0.5],
          [
            [1.2, 0.5],
            [0.5, 1],
          ],
        ),
        reference: law(
          [-1, 0.5],
          [
            [0.6, -0.2],
            [-0.2, 1],
          ],
        ),
      };
}

function exactGame(d: 1 | 2, terminal: string, kinetic: number, discount: number) {
  const given = {
    model: "ot-flow",
    ...gaussians(d),
    game: { horizon: 1.3, discount, lagrangian: { params: { weight: kinetic } }, terminal: { id: terminal, params: { weight: 6 } } },
  };
  const solution = exactOf(setUp(experimentOf({ ...plain, ...given }), registry));
  if ("reason" in solution) throw new Error(solution.reason);
  return { solution, flow: flowOf(sessionKnowing(given, asPotential(solution))) };
}

describe("at the exact solution what an agent pays is what U foretold", () => {
  for (const terminal of ["reverse-kl", "forward-kl"])
    for (const [kinetic, discount] of [
      [1, 0],
      [0.4, 0],
      [1, 0.9],
      [2.5, 0.7],
    ] as const)
      for (const d of [1, 2] as const)
        it(`${terminal}, d = ${String(d)}, kinetic weight ${String(kinetic)}, discount ${String(discount)}`, async () => {
          const { solution, flow } = exactGame(d, terminal, kinetic, discount);
          const stream = random(d, "test");
          for (const t of [0, 0.37, 1.3]) {
            const x = Array.from({ length: d }, () => stream.normal());
            const of = await particleOf(flow, { x, t }, solution);
            expect(of.running).toBeGreaterThan(0.001);
            expect(of.interaction).toBe(0);
            expect(of.pulled).toBe(terminal === "forward-kl");
            const paid = of.running! + of.interaction! + of.terminal!;
            expect(Math.abs(paid - of.foretold!)).toBeLessThan(2e-5 * (1 + Math.abs(paid)));
            // The path leads through the point, and is that of the closed form.
            const at = Math.round((t / 1.3) * (of.times.length - 1));
            x.forEach((value, a) => expect(Math.abs(of.path![at * d + a]! - value)).toBeLessThan(t === 0.37 ? 0.1 : 1e-6));
            of.path!.forEach((value, q) => expect(Math.abs(value - of.exactPath![q]!)).toBeLessThan(2e-5));
            // Curves: U as it is, no residual, cost from 0 to what is paid, log ρ from that of the reference to that of the end.
            const last = of.times.length - 1;
            const ends = [0, last].map((k) => [...of.path!.subarray(k * d, (k + 1) * d)]);
            expect(of.value![last]).toBeCloseTo(solution.value(ends[1]!, 1.3).U, 4);
            expect(Math.max(...of.residual!.map(Math.abs))).toBeLessThan(1e-4);
            expect(of.cost![0]).toBe(0);
            expect(of.cost![last]).toBeCloseTo(of.running!, 6);
            const { reference } = flow.setup;
            expect(of.logDensity![0]).toBeCloseTo(logGaussian(ends[0]!, reference.gaussian!), 4);
            expect(of.logDensity![last]).toBeCloseTo(logGaussian(ends[1]!, solution), 4);
          }
        });

  it("and not with another function in U's place", async () => {
    const { solution, flow } = exactGame(2, "forward-kl", 1, 0);
    const wrong: Solution = {
      ...solution,
      values: (x, n, t, out) => {
        solution.values(x, n, t, out);
        if (out.U) for (let i = 0; i < n; i++) out.U[i]! += 0.2 * t;
      },
    };
    const { running, terminal, foretold } = await particleOf(
      flowOf(sessionKnowing({ model: "ot-flow", ...gaussians(2), game: flow.setup.experiment.game }, asPotential(wrong))),
      { x: [0.4, -0.3], t: 0.5 },
    );
    expect(running! + terminal! - foretold!).toBeCloseTo(0.2 * 1.3, 4);
  });
});

it("integrals along a path are of fourth order, ends included", () => {
  const error = (intervals: number): number => {
    const times = Float64Array.from({ length: intervals + 1 }, (_, k) => k / intervals);
    const sums = cumulative(
      times.map((t) => Math.exp(2 * t)),
      times,
    );
    return Math.max(...sums.map((sum, k) => Math.abs(sum - Math.expm1(2 * times[k]!) / 2)));
  };
  expect(error(64)).toBeLessThan(1e-6);
  expect(error(16) / error(32)).toBeGreaterThan(13);
});
