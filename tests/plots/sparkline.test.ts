/** @file A number over training as a small line. */
import { describe, expect, it } from "vitest";
import { sparkline } from "../../src/plots/sparkline.ts";

const at = (step: number, value: number, error: number | null = null) => ({ step, value, error });

describe("a small line", () => {
  it("goes through what was measured, from corner to corner", () => {
    const drawn = sparkline([at(10, 4), at(30, 3), at(50, 2)], null, 100, 40)!;
    expect(drawn.line).toBe("M0 0L50 20L100 40");
    expect(drawn).toMatchObject({ low: 2, high: 4, from: 10, to: 50, truth: null, band: "", last: { x: 100, y: 40 } });
  });

  it("has the truth where it is near, and room for it", () => {
    expect(sparkline([at(0, 4), at(1, 2)], 0, 100, 40)).toMatchObject({ truth: 40, low: 0, high: 4 });
    expect(sparkline([at(0, 4), at(1, 2)], -50, 100, 40)).toMatchObject({ truth: null, low: 2 });
  });

  it("has a band of one error either way", () => {
    const drawn = sparkline([at(0, 2, 1), at(1, 2, 1)], null, 10, 20)!;
    expect(drawn).toMatchObject({ low: 1, high: 3, band: "M0 0L10 0L10 20L0 20Z" });
  });

  it("needs two steps, and leaves out what is not a number", () => {
    expect(sparkline([at(5, 1)], null, 10, 10)).toBeNull();
    expect(sparkline([at(5, 1), at(6, Number.NaN)], null, 10, 10)).toBeNull();
    expect(sparkline([at(5, 3), at(6, 3)], null, 10, 10)).toMatchObject({ line: "M0 5L10 5" });
  });
});
