/** @file Fields are read where they are known, subtracted whatever their grids, and freed of the constant that nobody knows. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldDifference, type MapField, fieldOf, sampleField, withoutGauge } from "../../../src/plots/stage/field.ts";
import { highAt, fieldMedian, middle, outgrown, quantile, reach, roundUp } from "../../../src/plots/stage/range.ts";
import { gridMap, sourceOf } from "./recorder.ts";

const affine = (a: number, b: number, c: number) => (x: number, y: number) => a + b * x + c * y;

const plane = (size: number, of: (x: number, y: number) => number, box = 5): MapField =>
  fieldOf(gridMap("value", size, box, 2, of), { dimension: 2, box, centre: 0, horizon: 1 });

describe("a field", () => {
  it("is affine between the centres of its cells, and unknown outside", () => {
    const coefficient = fc.double({ min: -3, max: 3, noNaN: true });
    const inside = fc.double({ min: -4.8, max: 4.8, noNaN: true });
    fc.assert(
      fc.property(coefficient, coefficient, coefficient, inside, inside, (a, b, c, x, y) => {
        expect(sampleField(plane(32, affine(a, b, c)), x, y)).toBeCloseTo(a + b * x + c * y, 4);
      }),
    );
    expect(
      sampleField(
        plane(8, () => 1),
        5.1,
        0,
      ),
    ).toBeNaN();
    expect(
      sampleField(
        plane(8, () => 1),
        0,
        Number.NaN,
      ),
    ).toBeNaN();
  });

  it("of a problem on the line has t across and x upwards, cut to what is shown", () => {
    const field = fieldOf(
      gridMap("value", 40, 4, 1, (x, t) => x + 10 * t),
      { dimension: 1, box: 4, centre: 0, horizon: 1 },
    );
    for (const [t, x] of [
      [0, 0],
      [1, 2.5],
      [0.37, -2.9],
    ] as const)
      expect(sampleField(field, t, x)).toBeCloseTo(x + 10 * t, 4);
    expect(field.top).toBeCloseTo(3, 6);
    expect(sampleField(field, 0.5, 3.6)).toBeNaN();
  });

  it("minus another is right on any two grids", () => {
    const [a, b] = [plane(20, affine(1, 2, -1)), plane(20, affine(0.5, -1, 0))];
    const same = fieldDifference(a, b);
    const finer = fieldDifference(a, plane(33, affine(0.5, -1, 0), 6));
    for (const field of [same, finer]) expect(sampleField(field, 1.2, -0.7)).toBeCloseTo(0.5 + 3 * 1.2 + 0.7, 3);
  });

  it("without its gauge does not change when a constant of time is added", () => {
    const scratch = new Float32Array(4000);
    const { population } = sourceOf();
    const bare = withoutGauge(plane(24, affine(0, 1, 2)), population, 0.5, scratch);
    const shifted = withoutGauge(plane(24, affine(7, 1, 2)), population, 0.5, scratch);
    expect(Math.max(...bare.values.map((value, i) => Math.abs(value - shifted.values[i]!)))).toBeLessThan(1e-4);
    // Its mean over the population is 0.
    const n = 400;
    let total = 0;
    for (let i = 0; i < n; i += 1) total += sampleField(bare, population.paths[2 * (2 * n + i)]!, population.paths[2 * (2 * n + i) + 1]!);
    expect(total / n).toBeCloseTo(0, 3);

    const line = (of: (x: number, t: number) => number) =>
      fieldOf(gridMap("value", 20, 4, 1, of), { dimension: 1, box: 4, centre: 0, horizon: 1 });
    const onLine = sourceOf({ dimension: 1 }).population;
    const one = withoutGauge(
      line((x) => x * x),
      onLine,
      0.5,
      scratch,
    );
    const other = withoutGauge(
      line((x, t) => x * x + Math.exp(3 * t)),
      onLine,
      0.5,
      scratch,
    );
    expect(Math.max(...one.values.map((value, i) => Math.abs(value - other.values[i]!)))).toBeLessThan(1e-4);
  });
});

describe("a range", () => {
  it("is rounded up to 1, 2 or 5 times a power of ten, and never below its value", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
        const up = roundUp(value);
        expect(up).toBeGreaterThanOrEqual(value * (1 - 1e-8));
        expect(up).toBeLessThanOrEqual(2.5 * value * (1 + 1e-6));
        const mantissa = up / 10 ** Math.floor(Math.log10(up) + 1e-9);
        expect([1, 2, 5].some((k) => Math.abs(k - mantissa) < 1e-6)).toBe(true);
      }),
    );
    expect(roundUp(0)).toBe(1);
    expect(roundUp(Number.NaN)).toBe(1);
  });

  it("stands still while its quantity falls to a tenth, and is fitted again when it says nothing", () => {
    const peak = (height: number) => plane(32, (x, y) => height * Math.exp(-(x * x + y * y) / 4));
    const high = reach([peak(1)], () => 0);
    expect(high).toBeGreaterThan(0.5);
    for (const height of [1.3, 1, 0.6, 0.3]) expect(outgrown(high, peak(height), 0)).toBe(false);
    expect(outgrown(high, peak(0.03), 0)).toBe(true);
    expect(outgrown(high, peak(20), 0)).toBe(true);
  });

  it("is geometric between its times", () => {
    const scale = { times: [0, 0.5, 1], high: [1, 4, 1] };
    expect(highAt(scale, 0.25)).toBeCloseTo(2);
    expect(highAt(scale, 0.75)).toBeCloseTo(2);
    expect([highAt(scale, -1), highAt(scale, 2), highAt({ times: [0], high: [3] }, 0.4)]).toEqual([1, 1, 3]);
  });

  it("looks at the middle half, where the population is", () => {
    const field = plane(40, (x, y) => x * x + y * y);
    expect(middle(field).length).toBe(400);
    expect(Math.max(...middle(field))).toBeLessThan(13);
    expect(fieldMedian(plane(40, affine(2, 1, 0)))).toBeCloseTo(2, 0);
    expect(quantile([3, 1, Number.NaN, 2], 0.5)).toBe(2);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
