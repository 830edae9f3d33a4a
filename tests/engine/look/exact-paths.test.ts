/** @file The exact flow of a frame: at once where it is a formula, in pieces where it is an equation to be solved; the same numbers. */
import { describe, expect, it } from "vitest";
import { solutionOf } from "../../../src/engine/game/closed-form.ts";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { frameMaker } from "../../../src/engine/look/frame.ts";
import type { ClosedForm } from "../../../src/exact/problem.ts";
import { sessionOf } from "../experiment-of.ts";

const look = { particles: 20, times: 5, maps: [], mapTime: 1, mapSize: 6, measures: false, rate: 1 };
const status = { seconds: 0, stepsPerSecond: 0, playing: false, checkpoints: [], pinned: null };

async function solvedSession(partial: object) {
  const session = await sessionOf({ network: { width: 8 }, training: { batch: 16 }, ...partial });
  const exact = exactOf(session.setup());
  if ("reason" in exact) throw new Error(exact.reason);
  return { session, exact };
}

describe("the exact flow of a frame", () => {
  it("is there at once where it is a formula", async () => {
    const gaussian = { id: "gaussian", params: { mean: [1, 0] } };
    const { session, exact } = await solvedSession({ model: "ot-flow", data: gaussian, game: { terminal: { id: "reverse-kl" } } });
    const maker = frameMaker(session, solutionOf(exact));
    expect(maker.unsolved(look)).toBe(false);
    const { paths, exactPaths } = await maker.make(look, 0, null, status);
    expect(exactPaths?.length).toBe(paths.length);
    session.dispose();
  });

  it("of a diffusion comes in pieces, is shown only whole, and is what it would have been in one", async () => {
    const { session, exact } = await solvedSession({ model: "score-diffusion", data: { id: "moons" } });
    const maker = frameMaker(session, solutionOf(exact));
    const before = await maker.make(look, 0, null, status);
    expect(before.exactPaths).toBeNull();
    expect(maker.unsolved(look)).toBe(true);
    expect(maker.unsolved({ ...look, particles: 0 })).toBe(false);
    let pauses = 0;
    await maker.solve(look, async () => {
      pauses += 1;
      await Promise.resolve();
      // Half a flow is none.
      expect(maker.unsolved(look)).toBe(true);
    });
    expect(pauses).toBeGreaterThan(50);
    expect(maker.unsolved(look)).toBe(false);
    const { exactPaths, paths, times } = await maker.make(look, 0, null, status);
    const start = paths.subarray(0, 2 * look.particles);
    const whole = new Float32Array(paths.length);
    exact.trajectories(start, look.particles, times, whole);
    // Times of a frame are rounded to f32; a solution does not start anew at them.
    const worst = Math.max(...whole.map((value, i) => Math.abs(value - (exactPaths?.[i] ?? Number.NaN))));
    expect(worst).toBeLessThan(1e-4);
    expect(Math.max(...whole.map((value, i) => Math.abs(value - start[i % start.length]!)))).toBeGreaterThan(0.3);
    session.dispose();
  });

  it("is solved once for a look", async () => {
    const { session, exact } = await solvedSession({ model: "score-diffusion", data: { id: "moons" } });
    let asked = 0;
    const counted: ClosedForm = {
      ...exact,
      stepwise: (...given) => {
        asked += 1;
        return exact.stepwise!(...given);
      },
    };
    const maker = frameMaker(session, solutionOf(counted));
    const pause = (): Promise<void> => Promise.resolve();
    await maker.solve(look, pause);
    await maker.solve(look, pause);
    expect(asked).toBe(1);
    expect(maker.unsolved({ ...look, particles: 10 })).toBe(true);
    session.dispose();
  });
});
