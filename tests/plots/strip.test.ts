/** @file The times of the film strip: evenly in time, or of a diffusion at even levels of noise. */
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import { hasNoiseLevels, stripFractions } from "../../src/plots/strip.ts";

const noiseTimes = Float32Array.from({ length: 25 }, (_, k) => 2 * (1 - (1 - k / 25) ** 3));

describe("the film strip", () => {
  it("stands at the levels of noise from end to end, in fractions of T", () => {
    const found = stripFractions({ noiseTimes, horizon: 2 }, true);
    expect(found).toHaveLength(7);
    expect([found[0], found.at(-1)]).toEqual([0, 1]);
    for (const k of [1, 2, 3, 4, 5]) expect(found[k]).toBeCloseTo(1 - (1 - (4 * k) / 25) ** 3, 6);
  });

  it("is even in time where that is asked for, nothing is known yet, or nothing is noised", () => {
    const even = Array.from({ length: 7 }, (_, k) => k / 6);
    expect(stripFractions({ noiseTimes, horizon: 2 }, false)).toEqual(even);
    expect(stripFractions({ noiseTimes: null, horizon: 2 }, true)).toEqual(even);
    expect(stripFractions(null, true)).toEqual(even);
  });

  it.each([
    ["score-diffusion", true],
    ["diffusion-control", true],
    ["ot-flow", false],
    ["schrodinger-bridge", false],
    ["flow-matching", false],
  ])("%s has levels of noise: %s", (model, has) => {
    expect(hasNoiseLevels(resolve({ model }, "strict").experiment!)).toBe(has);
  });
});
