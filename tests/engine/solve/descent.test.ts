/** @file Crowds that are marched down their cost: against closed forms, by order, at rest, and noisy paths against the grid. */
import { describe, expect, it } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { measure } from "../../../src/engine/measure/measure.ts";
import { LIVE } from "../../../src/engine/measure/subject.ts";
import { random } from "../../../src/math/random.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });

const marched = async (more: Record<string, unknown> = {}, steps = 60) =>
  sessionOf({
    model: "langevin",
    data: line(0.4, 0.8),
    reference: line(2, 0.36),
    objective: { params: { steps } },
    sampling: { method: "sde", steps: 50 },
    ...more,
  });

async function atEnd(session: Session): Promise<Session> {
  while (session.used(0) < 1) await session.advance(0);
  return session;
}

const END_COSTS = [
  { id: "reverse-kl", params: { weight: 0.8 } },
  { id: "cross-entropy", params: { weight: 0.8 } },
  { id: "entropy", params: { weight: 0.6 } },
  { id: "potential-energy", params: { weight: 1.3, x: -0.5 } },
];

describe.each(END_COSTS)("down $id", (terminal) => {
  it("is what the closed form says, by the rulers that measure networks", async () => {
    const spreads = terminal.id === "reverse-kl" || terminal.id === "entropy";
    const game = { horizon: 1.2, lagrangian: { params: { weight: 1.4 } }, terminal };
    const session = await atEnd(await marched({ game, sampling: { method: spreads ? "sde" : "ode", steps: 50 } }));
    const exact = exactOf(session.setup()) as ClosedForm;
    expect(session.outcome()).toMatchObject({ ended: true, converged: true, sweeps: 60, of: 60 });
    const { metrics, failed } = await measure(session, ["valueError", "mean", "kineticEnergy", "optimalEnergy", "hjbResidual"], {
      ...LIVE,
      particles: 20_000,
    });
    expect(failed).toEqual({});
    expect(metrics.valueError!.gradient).toBeLessThan(4e-3);
    expect(Math.abs(metrics.valueError!.constant)).toBeLessThan(2e-3);
    expect(metrics.optimalEnergy).toBe(exact.energy);
    expect(metrics.kineticEnergy! / exact.energy!).toBeCloseTo(1, 1);
    expect(Math.abs(metrics.mean![0]! - exact.mean[0]!)).toBeLessThan(0.02);
    expect(metrics.hjbResidual).toBeNull();
    // What the crowd pays falls by what its smooth paths cost twice over.
    const curve = session.history().since(0);
    expect(session.outcome()!.change).toBeLessThan(curve[1]!);
  });
});

it("is of order 2 in time", async () => {
  const misses: number[] = [];
  for (const steps of [20, 40]) {
    const session = await atEnd(await marched({ objective: { params: { steps, resolution: "fine" } } }, steps));
    misses.push((await measure(session, ["valueError"], LIVE)).metrics.valueError!.gradient);
  }
  expect(misses[0]! / misses[1]!).toBeGreaterThan(3.2);
});

it("leaves a law at rest where it is, in the plane too, whatever the law", async () => {
  const law = { id: "ring-mixture", params: { modes: 3, radius: 2, width: 0.5 } };
  const session = await marched({ data: law, reference: law, objective: { params: { steps: 20, resolution: "coarse" } } });
  const first = session.outcome()!.change;
  for (let k = 0; k < 3; k++) await session.advance(0);
  expect(first).toBeCloseTo(0, 10);
  expect(session.outcome()!.change).toBeCloseTo(first, 6);
  expect(session.outcome()!.mass).toBeCloseTo(1, 6);
});

it("noisy paths, which know nothing of the grid's density, have the law that the grid says and the smooth paths have", async () => {
  const session = await atEnd(await marched({ data: { id: "bimodal", params: { distance: 2 } } }));
  const flow = flowOf(session);
  const n = 5000;
  const shaken = await flow.generate(n, random(1, "shaken"), { times: flow.samplingTimes(100) });
  const start = new Float32Array(n);
  session.setup().reference.sample(random(2, "smooth"), n, start);
  const smooth = (await flow.move(start, n, flow.samplingTimes(30), [])).x;
  const mean = (x: Float32Array, f: (v: number) => number): number => x.reduce((sum, v) => sum + f(v), 0) / n;
  for (const f of [(v: number) => v, (v: number) => v * v, (v: number) => Math.sin(2 * v)])
    expect(Math.abs(mean(shaken, f) - mean(smooth, f))).toBeLessThan(0.07);
  // Not the same paths: nobody's end follows from his start alone.
  expect(flow.sigmaAt(0.5)).toBeCloseTo(Math.SQRT2, 12);
});

it("stands still beyond the time that it has come to, and begins anew with another number", async () => {
  const session = await marched({}, 40);
  for (let k = 0; k < 10; k++) await session.advance(0);
  expect([0, 0.49, 0.5, 2].map((t) => session.moves(t))).toEqual([true, true, false, false]);
  expect(session.left()).toBe(30);
  const flow = flowOf(session);
  const times = [0, 0.25, 0.5, 0.8, 2];
  const paths: number[][] = [];
  await flow.generate(3, random(1, "still"), { times, record: (_k, _t, x) => paths.push([...x.subarray(0, 3)]) });
  expect(paths[4]).toEqual(paths[2]);
  expect(paths[2]).not.toEqual(paths[1]);
  const { experiment } = session.setup();
  session.update({ ...experiment, game: { ...experiment.game, terminal: { id: "reverse-kl", params: { weight: 2 } } } });
  expect(session.step()).toBe(0);
  session.update({
    ...experiment,
    game: { ...experiment.game, terminal: { id: "entropy", params: { weight: 0 } } },
    sampling: { method: "ode", steps: 5 },
  });
  expect(session.network().kernel.population).toBeUndefined();
  await session.advance(0);
  expect(session.outcome()!.mass).toBeNull();
});

it("what has no price of that kind is refused with the nearest that has", () => {
  const nearestOf = (more: Record<string, unknown>) =>
    resolve({ model: "langevin", ...more }, "lenient").misfits.flatMap(({ nearest }) => Object.entries(nearest ?? {}));
  expect(nearestOf({ data: { id: "points" } })).toContainEqual(["game.terminal.id", "entropy"]);
  expect(nearestOf({ game: { terminal: { id: "mmd" } } })).toContainEqual(["game.terminal.id", "reverse-kl"]);
  expect(nearestOf({ game: { discount: 5 } })).toContainEqual(["game.discount", 0]);
  expect(nearestOf({ game: { terminal: { id: "cross-entropy" } } })).toContainEqual(["sampling.method", "ode"]);
  expect(experimentOf({ model: "langevin" }).objective.id).toBe("particles");
});
