/** @file How much is measured in how much time, by a clock that the test sets. */
import { describe, expect, it } from "vitest";
import { measureRun, type MeasuringTools } from "../../src/cli/measuring.ts";
import { ALL } from "../../src/engine/measure/measure.ts";
import { rulers } from "../../src/engine/measure/rulers.ts";
import { type MeasuringEffort, FULL } from "../../src/engine/measure/subject.ts";
import { linearField, sessionKnowing } from "../engine/measure/known-kernel.ts";

const tiny: MeasuringEffort = { samples: 64, pairs: 2, truths: 3, likelihoods: 64, particles: 64, steps: 2, points: 32, cells: 8 };
const efforts = { smallest: tiny, quick: { ...tiny, samples: 128 }, full: { ...tiny, samples: 128, pairs: 3 } };
const session = sessionKnowing(
  { model: "normalizing-flow", network: { output: "field" } },
  linearField([
    [0.3, 0],
    [0, 0.3],
  ]),
);

/** So many milliseconds pass with every look at the clock. */
function clock(tick: number): MeasuringTools {
  let time = 0;
  return { now: () => (time += tick), efforts };
}

const of = (effort: string): Record<string, string> => Object.fromEntries(rulers.map(({ spec }) => [spec.id, effort]));

describe("measuring", () => {
  it("takes full samples where time stands still, the smallest where it flies; what is in between, in between", async () => {
    expect((await measureRun(session, "fit", 1000, clock(0))).measuring.effort).toEqual(of("full"));
    expect((await measureRun(session, "fit", 1000, clock(1e6))).measuring.effort).toEqual(of("smallest"));
    const { measuring } = await measureRun(session, "fit", 60_000, clock(40));
    const efforts = Object.values(measuring.effort);
    expect(efforts).toHaveLength(rulers.length);
    expect(new Set(efforts).size).toBeGreaterThan(1);
    // the smallest of everything and then no longer than training, but for what is under way when the time is up
    expect(measuring.seconds).toBeLessThan(2 * 60);
  });

  it("gives up a ruler that takes longer than it was given, and keeps what was found before", async () => {
    // quick steps of the clock until the second round has begun, then the time is up at the next pause
    let looks = 0;
    const now = (): number => (++looks < 400 ? looks : 1e9);
    const { measuring, metrics } = await measureRun(session, "fit", 1000, { now, efforts });
    expect(Object.keys(measuring.effort).sort()).toEqual(Object.keys(of("")).sort());
    expect(metrics.slicedW2!.value).toBeGreaterThan(0);
  });

  it("full and quick are as large as they say whatever the time, and none is none", async () => {
    for (const mode of ["full", "quick"] as const) {
      const { measuring, failed, metrics } = await measureRun(session, mode, 0, clock(1e6));
      expect(measuring).toMatchObject({ mode, effort: of(mode) });
      expect(failed).toEqual({});
      expect(Object.keys(metrics).sort()).toEqual([...ALL.flat()].sort());
    }
    const { measuring, metrics } = await measureRun(session, "none", 0, clock(1));
    expect(measuring.effort).toEqual({});
    expect(Object.values(metrics).every((value) => value === null)).toBe(true);
  });

  it("hands out a sample that was measured", async () => {
    const { samples, metrics } = await measureRun(session, "quick", 0, {
      now: () => 0,
      efforts: { ...efforts, quick: { ...FULL, ...tiny, pairs: 1, truths: 3, samples: 500 } },
    });
    const x = await samples();
    expect(x).toHaveLength(1000);
    // its mean square is that of the one sample behind the moments of a linear field, e^(2·0.3): all of it went through the ruler
    const square = x.reduce((sum, v) => sum + (v * v) / x.length, 0);
    expect(square / Math.exp(0.6)).toBeGreaterThan(0.85);
    expect(square / Math.exp(0.6)).toBeLessThan(1.15);
    expect(metrics.slicedW2!.error).toBeGreaterThanOrEqual(0);
  });
});
