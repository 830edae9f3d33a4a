/** @file Runs that are solved on a grid: against closed forms, through the same rulers and formulas that measure networks. */
import { describe, expect, it } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { LIVE } from "../../../src/engine/measure/subject.ts";
import { gridBeside, gridSummary } from "../../../src/engine/solve/beside.ts";
import { NotSolvable } from "../../../src/engine/solve/solving.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });

const bridge = (more: Record<string, unknown> = {}, sigma = 0.7) => ({
  model: "schrodinger-bridge",
  data: line(1.5, 0.64),
  reference: line(-1.5, 0.25),
  game: { dynamics: { params: { sigma } } },
  ...more,
});

async function solved(session: Session): Promise<Session> {
  while (session.used(0) < 1) await session.advance(0);
  return session;
}

describe("a bridge", () => {
  it("is what the closed form says, by the rulers that measure networks", async () => {
    const session = await solved(await sessionOf(bridge()));
    expect(session.outcome()).toMatchObject({ ended: true, converged: true, nodes: [512] });
    expect(session.outcome()!.mass).toBeCloseTo(1, 10);
    const { metrics, failed } = await measure(session, ["valueError", "hjbResidual", "slicedW2", "mean", "errorBudget"], LIVE);
    expect(failed).toEqual({});
    expect(metrics.valueError!.oneConstant).toBeLessThan(1e-6);
    expect(metrics.valueError!.gradient).toBeLessThan(1e-6);
    expect(Math.abs(metrics.valueError!.constant)).toBeLessThan(1e-6);
    expect(metrics.hjbResidual!.particles.relative).toBeLessThan(1e-3);
    expect(metrics.slicedW2!.value / metrics.slicedW2!.noise).toBeLessThan(2.5);
    expect(Math.abs(metrics.mean![0]! - 1.5)).toBeLessThan(0.08);
    // The grid knows its population, which no flow of particles could tell here.
    const known = await measure(session, ["nllGap", "nllStepGap", "klGrid"], LIVE);
    expect(Math.abs(known.metrics.nllGap!)).toBeLessThan(1e-6);
    expect(known.metrics.nllStepGap).toBeNull();
    expect(Math.abs(known.metrics.klGrid!)).toBeLessThan(1e-6);
  });

  it("in the plane answers every channel as the closed form does, the Hessian too", async () => {
    const session = await solved(
      await sessionOf({
        model: "schrodinger-bridge",
        data: {
          id: "gaussian",
          params: {
            mean: [1, 0.5],
            covariance: [
              [0.5, 0.2],
              [0.2, 0.4],
            ],
          },
        },
        reference: {
          id: "gaussian",
          params: {
            mean: [-1, 0],
            covariance: [
              [0.4, -0.1],
              [-0.1, 0.6],
            ],
          },
        },
        game: { horizon: 1.3, lagrangian: { params: { weight: 1.6 } } },
      }),
    );
    const { kernel } = session.network();
    const form = exactOf(session.setup()) as ClosedForm;
    const stream = random(3, "solving");
    for (let trial = 0; trial < 12; trial++) {
      const [x, y, share] = [stream.normal(), stream.normal(), stream.uniform()];
      const points = Float32Array.of(x, y, share);
      const jets = new Float32Array(7);
      void kernel.forward({ n: 1, points, channels: { gradient: true, time: true, second: "hessian" } }, jets);
      const truth = form.value([points[0]!, points[1]!], points[2]! * 1.3);
      const near = (found: number, expected: number, tolerance: number) =>
        expect(Math.abs(found - expected)).toBeLessThan(tolerance * (1 + Math.abs(expected)));
      near(jets[0]!, truth.U, 1e-4);
      truth.gradient.forEach((slope, k) => near(jets[1 + k]!, slope, 1e-4));
      near(jets[3]! / 1.3, truth.dt, 1e-3);
      near(jets[4]! + jets[6]!, truth.laplacian, 1e-3);
      const h = 1e-4;
      const mixed =
        (form.value([points[0]!, points[1]! + h], points[2]! * 1.3).gradient[0]! -
          form.value([points[0]!, points[1]! - h], points[2]! * 1.3).gradient[0]!) /
        (2 * h);
      near(jets[5]!, mixed, 1e-3);
    }
  });
});

describe("by finite differences", () => {
  const game = (more: Record<string, unknown> = {}, weight = 4) => ({
    model: "ot-flow",
    data: line(0.8, 0.64),
    reference: line(-0.8, 0.5),
    objective: { id: "finite-differences", params: { resolution: "coarse" } },
    regularisers: { hjb: { weight: 0 } },
    game: { terminal: { id: "reverse-kl", params: { weight } }, ...more },
  });

  it("a game without noise is what the closed form says, to the order of the scheme", async () => {
    const session = await solved(await sessionOf(game()));
    expect(session.outcome()).toMatchObject({ solver: "finite-differences", ended: true, converged: true, nodes: [128] });
    expect(session.outcome()!.mass).toBeCloseTo(1, 12);
    const { metrics, failed } = await measure(session, ["valueError", "hjbResidual", "mean"], LIVE);
    expect(failed).toEqual({});
    expect(metrics.valueError!.gradient).toBeLessThan(0.1);
    expect(metrics.hjbResidual!.particles.relative).toBeLessThan(0.05);
    const form = exactOf(session.setup()) as ClosedForm;
    expect(Math.abs(metrics.mean![0]! - form.mean[0]!)).toBeLessThan(0.1);
    const truth = await flowOf(session).logDensity(Float32Array.of(-0.5, 0.4, 1.3), 3, 8)!;
    const { mean, covariance } = form.moments(1);
    [-0.5, 0.4, 1.3].forEach((x, i) => {
      const exact = -((x - mean[0]!) ** 2) / (2 * covariance[0]![0]!) - Math.log(2 * Math.PI * covariance[0]![0]!) / 2;
      expect(Math.abs(truth[i]! - exact)).toBeLessThan(0.1);
    });
  });

  it("another number starts from the solution before, with prices of the crowd on the way", async () => {
    const crowd = (mu: number) =>
      game({
        discount: 0.4,
        dynamics: { id: "constant-noise", params: { sigma: 0.5 } },
        interactions: [{ id: "entropy", params: { weight: mu } }],
      });
    const noisy = (mu: number) => ({ ...crowd(mu), sampling: { method: "sde" } });
    const dragged = await solved(await sessionOf(noisy(0.3)));
    dragged.update(experimentOf(noisy(0.32)));
    await solved(dragged);
    const fresh = await solved(await sessionOf(noisy(0.32)));
    expect(dragged.step()).toBeLessThan(fresh.step());
    const density = async (session: Session) => (await flowOf(session).known!([-1, 0, 1.2], 0.4, 3)).map(Math.exp);
    const [one, other] = [await density(dragged), await density(fresh)];
    one.forEach((value, i) => expect(value).toBeCloseTo(other[i]!, 5));
  });

  // Alone 10 to 17 s of sweeps: past the common limit where others compute too.
  it("congestion: the equation holds, and log ρ is carried along paths by a divergence that sees the crowd change in space", {
    timeout: 180_000,
  }, async () => {
    const session = await solved(await sessionOf(game({ lagrangian: { id: "congestion", params: { base: 0.5, strength: 1 } } }, 0.5)));
    expect(session.outcome()!.converged).toBe(true);
    const { metrics } = await measure(session, ["hjbResidual"], LIVE);
    expect(metrics.hjbResidual!.particles.relative).toBeLessThan(0.1);
    const flow = flowOf(session);
    const [start, end] = [0.1, 0.9];
    const x = Float32Array.of(-1.6, -1.1, 0.4);
    const moved = await flow.move(x, 3, [start, 0.3, 0.5, 0.7, end], [flow.ode!.divergence]);
    const [before, after] = [await flow.known!(x, start, 3), await flow.known!(moved.x, end, 3)];
    for (let i = 0; i < 3; i++) {
      const fallen = before[i]! - after[i]!;
      expect(Math.abs(fallen - moved.integrals[0]![i]!)).toBeLessThan(0.04);
    }
  });

  it("is refused for a drift, a prescribed end and a cost without a price, by its slot", () => {
    const refused = (more: Record<string, unknown>): string => {
      const { objective } = game();
      try {
        experimentOf({ model: "ot-flow", objective, regularisers: { hjb: { weight: 0 } }, ...more });
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    for (const slot of [{ dynamics: { id: "ou" } }, { terminal: { id: "hard" } }, { terminal: { id: "sliced-w2" } }])
      expect(refused({ game: slot, sampling: { method: "sde" } })).toMatch(/objective\.id.*Finite differences need/);
    expect(refused({ game: {} })).toBe("");
  });
});

describe("beside what is learned", () => {
  const RUN_THROUGH = () => Promise.resolve();

  it("stands the grid where there is no closed form: held against a run that was solved, they agree", async () => {
    const session = await solved(await sessionOf(bridge({ data: { id: "bimodal" } })));
    const beside = await gridBeside(session.setup(), RUN_THROUGH);
    expect(beside?.by).toBe("grid");
    const { metrics, failed } = await measure(session, ["valueError"], LIVE, {}, undefined, beside);
    expect(failed).toEqual({});
    expect(metrics.valueError!.oneConstant).toBeLessThan(1e-5);
    expect(metrics.valueError!.gradient).toBeLessThan(1e-5);
    const summary = gridSummary(session.setup(), beside!);
    expect(summary).toMatchObject({ known: true, by: "grid" });
    if (!summary.known) return;
    expect(summary.mean[0]).toBeCloseTo(session.setup().data!.mean[0]!, 4);
    expect(summary.covariance[0]![0]).toBeCloseTo(session.setup().data!.covariance[0]![0]!, 4);
  });

  it("stands nothing where the solver does not fit, or the laws are too fine for it", async () => {
    const of = async (partial: unknown) => gridBeside((await sessionOf(partial)).setup(), RUN_THROUGH);
    expect(await of({ model: "ot-flow" })).toBeNull();
    expect(await of({ model: "score-diffusion" })).toBeNull();
    const noisy = {
      objective: { params: { integrator: "euler-maruyama" } },
      regularisers: { hjb: { weight: 0 } },
      sampling: { method: "sde" },
    };
    const wide = { dynamics: { id: "constant-noise", params: { sigma: 10 } }, terminal: { id: "cross-entropy" } };
    expect(await of({ model: "ot-flow", data: { id: "moons", params: { noise: 0.02 } }, game: wide, ...noisy })).toBeNull();
  });
});

describe("another number", () => {
  it("is solved from the solution before, in fewer sweeps, to the same end as afresh", async () => {
    const given = (weight: number) =>
      bridge({ game: { dynamics: { params: { sigma: 0.5 } }, terminal: { id: "reverse-kl", params: { weight } } } });
    const dragged = await solved(await sessionOf(given(2)));
    dragged.update(experimentOf(given(2.1)));
    expect(dragged.step()).toBe(0);
    await solved(dragged);
    const fresh = await solved(await sessionOf(given(2.1)));
    expect(dragged.step()).toBeLessThan(fresh.step());
    const U = async (session: Session) =>
      (await flowOf(session).probe([session.setup().composed.binding.value!], [-1, 0, 1.2], 0.4, 3))[0]!;
    const [one, other] = [await U(dragged), await U(fresh)];
    one.forEach((value, i) => expect(value).toBeCloseTo(other[i]!, 5));
  });

  it("leaves nothing of the run before behind: reset begins with the noise alone, and repeats bit for bit", async () => {
    const session = await sessionOf(bridge());
    await solved(session);
    const first = session.history().since(0);
    session.reset();
    expect([session.step(), session.history().since(0).length, session.outcome()!.ended]).toEqual([0, 0, false]);
    await solved(session);
    expect(session.history().since(0)).toEqual(first);
  });
});

describe("what it cannot do", () => {
  it("is said with its slot where the noise is far wider than the data are thin", async () => {
    const wide = sessionOf({ model: "schrodinger-bridge", game: { dynamics: { params: { sigma: 10 } } } });
    await expect(wide).rejects.toThrow(NotSolvable);
    await expect(wide).rejects.toThrow(/nodes on an axis are .* apart, too far for this density/);
  });

  it("is not offered: a prescribed end without noise, a discount, an agent that is not moved in proportion", () => {
    const refused = (more: Record<string, unknown>): string => {
      try {
        experimentOf({ model: "schrodinger-bridge", ...more });
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused({ game: { dynamics: { id: "deterministic" } } })).toMatch(/objective\.id.*needs noise without a drift/);
    expect(refused({ game: { discount: 0.5 } })).toMatch(/objective\.id.*no discount/);
    expect(refused({ game: { lagrangian: { id: "power" } } })).toMatch(/objective\.id.*kinetic energy/);
    expect(refused({ objective: { id: "roll-out" } })).toMatch(/objective\.id/);
    expect(refused({ regularisers: { hjb: { weight: 1 } } })).toMatch(/regularisers\.hjb\.weight.*nothing to penalise/);
  });

  it("has no weights to give or to take", async () => {
    const session = await sessionOf(bridge());
    expect(() => session.load(new Float32Array(1))).toThrow(/no weights/);
    expect(session.learned).toBe(false);
  });
});
