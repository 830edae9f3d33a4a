/** @file Curves of one particle: they fill their box, and are read between their times. */
import { expect, it } from "vitest";
import { readTrace, traceCurve } from "../../src/plots/trace.ts";

const times = Float32Array.from([0, 1, 2]);

it("a curve fills its box, breaks where it is not known, and a constant lies in the middle", () => {
  expect(traceCurve(times, Float32Array.from([1, 3, 2]), false)).toMatchObject({
    low: 1,
    high: 3,
    path: "M0.00 100.00L50.00 0.00L100.00 50.00",
  });
  expect(traceCurve(times, Float32Array.from([1, 2, 4]), true)).toMatchObject({
    low: 0,
    high: 4,
    path: "M0.00 75.00L50.00 50.00L100.00 0.00",
  });
  expect(traceCurve(times, Float32Array.from([1, Number.NaN, 2]), false)?.path).toBe("M0.00 100.00M100.00 0.00");
  expect(traceCurve(times, new Float32Array(3), false)?.path).toContain("L50.00 50.00");
  expect(traceCurve(times, new Float32Array(3).fill(Number.NaN), false)).toBeNull();
});

it("is read between its times, and at both ends", () => {
  const values = Float32Array.from([1, 3, 2]);
  expect([-1, 0, 0.5, 1, 1.5, 2, 3].map((t) => readTrace(times, values, t))).toEqual([1, 1, 2, 3, 2.5, 2, 2]);
});
