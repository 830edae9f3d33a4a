/** @file The rulers of flows, on exact transport between Gaussians and on linear fields, both in closed form. */
import { describe, expect, it } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { ALL, measure } from "../../../src/engine/measure/measure.ts";
import type { MetricName } from "../../../src/engine/measure/ruler.ts";
import { type MeasuringEffort, QUICK, subjectOf } from "../../../src/engine/measure/subject.ts";
import { createSession, type Session } from "../../../src/engine/learn/session.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { gaussianDivergence } from "../../../src/math/laws/gaussian.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, wasmFactory } from "../experiment-of.ts";
import { type Known, linearField, plain, sessionKnowing } from "./known-kernel.ts";

const SMALL: MeasuringEffort = {
  samples: 1024,
  pairs: 3,
  truths: 6,
  likelihoods: 1024,
  points: 256,
  particles: 4096,
  steps: 16,
  cells: 48,
};
const ask = async (session: Session, ...which: MetricName[]) => (await measure(session, which, SMALL)).metrics;
const r = random(5, "flows");
const between = (low: number, high: number): number => low + (high - low) * r.uniform();

function gaussianOf(d: 1 | 2): { mean: number[]; covariance: number[][] } {
  const [a, b, c] = [between(0.5, 1.5), between(0.5, 1.5), between(-0.3, 0.3)];
  return d === 1
    ? { mean: [between(-2, 2)], covariance: [[a]] }
    : {
        mean: [between(-2, 2), between(-2, 2)],
        covariance: [
          [a, c],
          [c, b],
        ],
      };
}

/** U of the exact solution, less a bend: U + bend·t(T − t) adds bend(2t − T) to the residual. */
function valueOf(solution: ClosedForm, { factor = 1, bend = 0, horizon }: { factor?: number; bend?: number; horizon: number }): Known {
  return (x, t, n) => {
    const d = solution.dimension;
    const out = { U: new Float64Array(n), gradient: new Float64Array(n * d), dt: new Float64Array(n), laplacian: new Float64Array(n) };
    solution.values(x, n, t, out);
    return [
      {
        value: out.U.map((u) => factor * u + bend * t * (horizon - t)),
        gradient: out.gradient.map((g) => factor * g),
        time: out.dt.map((u) => factor * u + bend * (horizon - 2 * t)),
        laplacian: out.laplacian.map((l) => factor * l),
      },
    ];
  };
}

function transportCase(d: 1 | 2) {
  const given = {
    model: "ot-flow",
    data: { id: "gaussian", params: gaussianOf(d) },
    reference: { id: "gaussian", params: gaussianOf(d) },
    game: {
      horizon: between(0.6, 1.7),
      lagrangian: { id: "kinetic", params: { weight: between(0.5, 2) } },
      terminal: { id: "reverse-kl", params: { weight: between(2, 10) } },
    },
  };
  const experiment = experimentOf({ ...plain, ...given });
  const solution = exactOf(setUp(experiment, registry));
  if ("reason" in solution) throw new Error(solution.reason);
  return { given, horizon: experiment.game.horizon, solution, data: given.data.params };
}

describe("exact transport between Gaussians", () => {
  for (const d of [1, 2] as const) {
    it(`is straight, optimal, invertible and without residual, d = ${String(d)}`, async () => {
      const { given, horizon, solution, data } = transportCase(d);
      const session = sessionKnowing(given, valueOf(solution, { horizon }));
      const found = await ask(
        session,
        "mean",
        "covariance",
        "kineticEnergy",
        "optimalEnergy",
        "straightness",
        "hjbResidual",
        "inverseError",
        "curl",
        "valueError",
        "nllGap",
        "nllStepGap",
        "klGrid",
      );
      found.mean!.forEach((m, a) => {
        expect(Math.abs(m - solution.mean[a]!)).toBeLessThan(0.06);
        found.covariance![a]!.forEach((c, b) => {
          expect(Math.abs(c - solution.covariance[a]![b]!)).toBeLessThan(0.08);
        });
      });
      expect(found.optimalEnergy).toBe(solution.energy);
      expect(Math.abs(found.kineticEnergy! / solution.energy! - 1)).toBeLessThan(0.06);
      expect(found.straightness).toBeGreaterThan(1 - 1e-5);
      expect(found.straightness).toBeLessThan(1 + 1e-5);
      expect(found.hjbResidual!.particles.relative).toBeLessThan(1e-4);
      expect(found.hjbResidual!.box.relative).toBeLessThan(1e-4);
      expect(found.inverseError).toBeLessThan(1e-5);
      expect(found.curl).toBe(d === 1 ? null : 0);
      expect(Math.max(found.valueError!.oneConstant, found.valueError!.perTime, found.valueError!.gradient)).toBeLessThan(1e-4);
      const divergence = gaussianDivergence(data, solution);
      expect(Math.abs(found.nllGap! - divergence)).toBeLessThan(1e-3 + 0.2 * Math.sqrt(divergence));
      expect(found.nllStepGap).toBeLessThan(1e-5);
      expect(Math.abs(found.klGrid! - divergence)).toBeLessThan(1e-3 + 0.03 * divergence);
    });
  }

  it("a bend in time is all residual and no curvature", async () => {
    const { given, horizon, solution } = transportCase(2);
    const bend = between(0.5, 2);
    const { hjbResidual, valueError, straightness } = await ask(
      sessionKnowing(given, valueOf(solution, { bend, horizon })),
      "hjbResidual",
      "valueError",
      "straightness",
    );
    // |bend (2t − T)| at the nine times kT/8: mean of |k/4 − 1| is 5/9
    const raw = (bend * horizon * 5) / 9;
    expect(hjbResidual!.particles.raw).toBeCloseTo(raw, 3);
    expect(hjbResidual!.box.raw).toBeCloseTo(raw, 3);
    expect(hjbResidual!.particles.centred).toBeLessThan(1e-3);
    expect(hjbResidual!.box.centred).toBeLessThan(1e-3);
    expect(valueError!.perTime).toBeLessThan(1e-3);
    expect(valueError!.oneConstant).toBeGreaterThan(0.01);
    // the mean of bend t(T − t) over t/T = 0, ¼, ½, ¾, 1
    expect(valueError!.constant).toBeCloseTo(0.125 * bend * horizon ** 2, 3);
    expect(valueError!.gradient).toBeLessThan(1e-4);
    expect(straightness).toBeCloseTo(1, 4);
  });

  it("a value scaled by 1 + e is wrong by e", async () => {
    const { given, horizon, solution } = transportCase(2);
    const e = between(0.02, 0.2);
    const { valueError } = await ask(sessionKnowing(given, valueOf(solution, { factor: 1 + e, horizon })), "valueError");
    for (const error of [valueError!.oneConstant, valueError!.perTime, valueError!.gradient]) expect(error).toBeCloseTo(e, 3);
  });
});

describe("a linear field", () => {
  const field = {
    model: "normalizing-flow",
    network: { output: "field" },
    data: {
      id: "gaussian",
      params: {
        mean: [0, 0],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      },
    },
  };

  it("that turns by ωT: energy ω²T, straightness (2 − 2 cos ωT)/(ωT)², curl √2, and the crowd stays what it was", async () => {
    const omega = between(0.5, 2);
    const horizon = between(0.5, 1.5);
    const session = sessionKnowing(
      { ...field, game: { horizon } },
      linearField([
        [0, -omega],
        [omega, 0],
      ]),
    );
    const found = await ask(
      session,
      "kineticEnergy",
      "straightness",
      "curl",
      "inverseError",
      "nllGap",
      "klGrid",
      "valueError",
      "hjbResidual",
      "covariance",
      "slicedW2",
    );
    expect(Math.abs(found.kineticEnergy! / (omega ** 2 * horizon) - 1)).toBeLessThan(0.06);
    expect(found.straightness).toBeCloseTo((2 - 2 * Math.cos(omega * horizon)) / (omega * horizon) ** 2, 4);
    expect(found.curl).toBeCloseTo(Math.SQRT2, 4);
    expect(found.inverseError).toBeLessThan(1e-3);
    expect(Math.abs(found.nllGap!)).toBeLessThan(1e-3);
    expect(found.klGrid).toBeLessThan(1e-3);
    expect(found.slicedW2!.value).toBeLessThan(2.5 * found.slicedW2!.noise);
    expect(found.valueError).toBeNull();
    expect(found.hjbResidual).toBeNull();
  });

  it("that grows by e^a: half and more of the crowd leaves the box, and KL on the grid says so", async () => {
    const a = between(1.2, 2);
    const session = sessionKnowing(
      field,
      linearField([
        [a, 0],
        [0, a],
      ]),
    );
    const { klGrid, klGridMass } = await ask(session, "klGrid", "klGridMass");
    // ρ_T = N(0, s² I) with s = e^a against π = N(0, I): 2 log s + 1/s² − 1
    expect(klGrid).toBeCloseTo(2 * a + Math.exp(-2 * a) - 1, 2);
    const radius = session.setup().radius / Math.exp(a);
    let inside = 0; // ∫ of N(0, 1) over [−radius, radius], midpoint rule
    for (let i = 0; i < 2000; i++) inside += Math.exp(-0.5 * (radius * ((2 * i + 1) / 2000 - 1)) ** 2) * ((2 * radius) / 2000);
    const mass = (inside / Math.sqrt(2 * Math.PI)) ** 2;
    expect(mass).toBeLessThan(0.95);
    expect(klGridMass).toBeCloseTo(mass, 2);
  });

  it("of any matrix A: curl |a₂₁ − a₁₂|/‖A‖", async () => {
    const A = [
      [between(-1, 1), between(-1, 1)],
      [between(-1, 1), between(-1, 1)],
    ] as const satisfies readonly (readonly [number, number])[];
    const { curl } = await ask(sessionKnowing(field, linearField(A)), "curl");
    expect(curl).toBeCloseTo(Math.abs(A[1][0] - A[0][1]) / Math.hypot(...A[0], ...A[1]), 4);
  });

  it("that grows by e^(aT), stepped by Euler: the likelihood, its gap and its step gap in closed form", async () => {
    const a = between(0.3, 0.8);
    const K = 6;
    const session = sessionKnowing(
      { ...field, objective: { params: { integrator: "euler" } }, sampling: { steps: K } },
      linearField([
        [a, 0],
        [0, a],
      ]),
    );
    const found = await ask(session, "nll", "nllGap", "nllStepGap", "inverseError");
    // pulled back by K Euler steps: x₀ = (1 − a/K)^K x, log ρ = log N(x₀; 0, I) − 2a, on the very points that were asked about
    const x = subjectOf(session, SMALL).truth("likelihood", SMALL.samples);
    const half = x.reduce((sum, v) => sum + v * v, 0) / (2 * SMALL.samples); // ½ mean |x|²
    const nll = (steps: number): number => Math.log(2 * Math.PI) + (1 - a / steps) ** (2 * steps) * half + 2 * a;
    expect(found.nll).toBeCloseTo(nll(K), 4);
    expect(found.nllGap).toBeCloseTo(nll(K) - Math.log(2 * Math.PI) - half, 4);
    expect(found.nllStepGap).toBeCloseTo(Math.abs(nll(2 * K) - nll(K)), 4);
    // x − ((1 − a/K)(1 + a/K))^K x, E|x| = √(π/2)
    expect(found.inverseError! / ((1 - (1 - (a / K) ** 2) ** K) * Math.sqrt(Math.PI / 2))).toBeCloseTo(1, 1);
  });
});

describe("measuring", () => {
  it("never changes training", async () => {
    const factory = await wasmFactory();
    const experiment = experimentOf({ model: "ot-flow", network: { width: 8 }, training: { batch: 32 } });
    const train = async (watch: boolean): Promise<Float32Array> => {
      const session = createSession(experiment, registry, factory);
      for (let i = 0; i < 6; i++) {
        await session.advance(0);
        if (watch && i % 2 === 0)
          await measure(session, ["slicedW2", "nllGap", "hjbResidual", "straightness"], {
            ...QUICK,
            samples: 128,
            particles: 128,
            points: 128,
          });
      }
      return session.checkpoint().theta;
    };
    expect(await train(true)).toEqual(await train(false));
  });

  it("repeats, says null where a question makes no sense, and keeps noise floors", async () => {
    const { given, horizon, solution } = transportCase(2);
    const session = sessionKnowing(given, valueOf(solution, { horizon }));
    const tiny: MeasuringEffort = { samples: 256, pairs: 3, truths: 4, likelihoods: 256, particles: 256, steps: 8, points: 64, cells: 16 };
    const { metrics: all, failed } = await measure(session, ALL.flat(), tiny);
    expect(failed).toEqual({});
    expect((await measure(session, ALL.flat(), tiny)).metrics).toEqual(all);
    for (const name of ["scoreError", "densityNll", "modeWeights", "memorisation"] as const) expect(all[name]).toBeNull();
    const floors = {};
    const { metrics: first } = await measure(session, ["slicedW2"], tiny, floors);
    expect(first).toEqual({ slicedW2: all.slicedW2 });
    expect((await measure(session, ["slicedW2"], tiny, floors)).metrics).toEqual(first);
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });
});
