/** @file An agent's account, with a closed form in the network's place: it adds up wherever the game has its end condition. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { solutionOf } from "../../../src/engine/game/closed-form.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { cumulative, particleOf } from "../../../src/engine/look/particle.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { logGaussian } from "../../../src/math/laws/gaussian.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf } from "../experiment-of.ts";
import { IN_THE_PLANE, ON_THE_LINE } from "../gaussians.ts";
import { type Known, plain, sessionKnowing } from "../measure/known-kernel.ts";

const asPotential =
  (solution: ClosedForm): Known =>
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

const gaussians = (d: 1 | 2) => (d === 1 ? ON_THE_LINE : IN_THE_PLANE);

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
            const of = await particleOf(flow, { x, t }, solutionOf(solution));
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
    const wrong: ClosedForm = {
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

describe("the crowd's price is part of it, for any solution of the HJB equation: what is paid on the way is U at its start less U at its end", () => {
  const given = (interaction: { id: string; params: Record<string, number> }, kinetic: number, discount: number) => ({
    model: "ot-flow",
    ...gaussians(1),
    game: {
      horizon: 1.1,
      discount,
      lagrangian: { params: { weight: kinetic } },
      interactions: [interaction],
      terminal: { id: "reverse-kl", params: { weight: 3 } },
    },
    reference: { id: "gaussian", params: { mean: [0], covariance: [[0.8 ** 2]] } },
  });
  async function holds(game: Record<string, unknown>, U: Known, discount: number): Promise<void> {
    const of = await particleOf(flowOf(sessionKnowing(game, U)), { x: [0.9], t: 0.4 });
    const last = of.times.length - 1;
    expect(Math.abs(of.interaction!)).toBeGreaterThan(0.05);
    expect(of.cost![last]).toBeCloseTo(of.value![0]! - Math.exp(-1.1 * discount) * of.value![last]!, 4);
    expect(of.running! + of.interaction!).toBeCloseTo(of.cost![last]!, 5);
    expect(Math.max(...of.residual!.map(Math.abs))).toBeLessThan(1e-4);
  }

  it.each([
    [1, 0],
    [0.6, 0.8],
  ])("a spring, kinetic weight %d, discount %d: U = ½P|x − c|² with P²/w + κP = q at rest", async (w, kappa) => {
    const [q, c] = [2, -0.7];
    const P = (w * (Math.sqrt(kappa * kappa + (4 * q) / w) - kappa)) / 2;
    await holds(
      given({ id: "potential-energy", params: { weight: q, x: c } }, w, kappa),
      (x, _t, n) => [
        {
          value: x.map((at) => 0.5 * P * (at - c) ** 2),
          gradient: x.map((at) => P * (at - c)),
          time: new Float64Array(n),
          laplacian: new Float64Array(n).fill(P),
        },
      ],
      kappa,
    );
  });

  it("entropy: ρ = N(0, s²) with s″ = −μ/s, U = −½(s′/s)x² + c(t), c′ = −μ(1 − ½ log 2πs²)", async () => {
    const mu = 0.9;
    /** s, s′, c at t, from s = 0.8 and s′ = 0.5. */
    const at = (t: number): readonly [number, number, number] => {
      const rate = ([s, v]: readonly number[]) => [v!, -mu / s!, -mu * (1 - 0.5 * Math.log(2 * Math.PI * s! * s!))];
      let y = [0.8, 0.5, 0];
      const h = t / 60;
      const ahead = (k: readonly number[], step: number) => y.map((value, i) => value + step * k[i]!);
      for (let k = 0; k < 60; k++) {
        const k1 = rate(y);
        const k2 = rate(ahead(k1, h / 2));
        const k3 = rate(ahead(k2, h / 2));
        const k4 = rate(ahead(k3, h));
        y = y.map((value, i) => value + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
      }
      return y as unknown as readonly [number, number, number];
    };
    const U: Known = (x, t, n) => {
      const [s, v, c] = at(t);
      const slope = v / s;
      const slopeRate = -mu / (s * s) - slope * slope;
      const offset = -mu * (1 - 0.5 * Math.log(2 * Math.PI * s * s));
      return [
        {
          value: x.map((y) => -0.5 * slope * y * y + c),
          gradient: x.map((y) => -slope * y),
          time: x.map((y) => -0.5 * slopeRate * y * y + offset),
          laplacian: new Float64Array(n).fill(-slope),
        },
      ];
    };
    await holds(given({ id: "entropy", params: { weight: mu } }, 1, 0), U, 0);
  });

  it("and where one agent's path does not tell the price, there is none", async () => {
    const game = given({ id: "kernel-congestion", params: {} }, 1, 0);
    const U: Known = (x, _t, n) => [
      { value: x.map((y) => y), gradient: x.map(() => 1), time: new Float64Array(n), laplacian: new Float64Array(n) },
    ];
    const of = await particleOf(flowOf(sessionKnowing(game, U)), { x: [0.9], t: 0.4 });
    expect([of.interaction, of.cost]).toEqual([null, null]);
    expect(of.running).toBeCloseTo(0.5 * 1.1, 5);
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
