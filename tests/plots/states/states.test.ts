/** @file What the screen of an epidemic draws with: places, colours, courses as they are read. */
import { describe, expect, it } from "vitest";
import { frameAt } from "../../../src/plots/states/paint-agents.ts";
import { placesIn } from "../../../src/plots/states/places.ts";
import { courseRow, thinnedPlaces, valueAt } from "../../../src/plots/states/reading.ts";
import { toneTokens } from "../../../src/plots/states/tones.ts";

describe("the places of agents", () => {
  it.each([
    [2000, 726, 360, 4],
    [2000, 360, 270, 0],
    [7, 50, 300, 2],
  ])("%i of them stand in %i × %i, apart from each other", (count, width, height, margin) => {
    const { at, half } = placesIn(count, width, height, margin);
    let nearest = Infinity;
    for (let i = 0; i < count; i += 1) {
      expect(at[2 * i]!).toBeGreaterThanOrEqual(margin + half - 1e-3);
      expect(at[2 * i]!).toBeLessThanOrEqual(width - margin - half + 1e-3);
      expect(at[2 * i + 1]!).toBeGreaterThanOrEqual(margin + half - 1e-3);
      expect(at[2 * i + 1]!).toBeLessThanOrEqual(height - margin - half + 1e-3);
      for (let j = 0; j < Math.min(i, 60); j += 1)
        nearest = Math.min(nearest, Math.hypot(at[2 * i]! - at[2 * j]!, at[2 * i + 1]! - at[2 * j + 1]!));
    }
    expect(nearest).toBeGreaterThan(2 * half - 1e-3);
  });
  it("do not hang on anything but the room", () => {
    expect(placesIn(500, 300, 200).at).toEqual(placesIn(500, 300, 200).at);
  });
});

it("two states of a tone have two colours", () => {
  const states = (["well", "ill", "over", "over"] as const).map((tone, k) => ({ id: String(k), title: "", tone }));
  expect(toneTokens(states)).toEqual(["well", "ill", "over", "over-too"]);
});

it("a course is read between its times, and held beyond them", () => {
  const times = Float64Array.of(0, 1, 3);
  const row = courseRow(Float64Array.of(9, 9, 9, 0, 2, 6), 1, 3);
  expect([-1, 0, 0.5, 1, 2, 3, 4].map((t) => valueAt(times, row, t))).toEqual([0, 0, 1, 2, 4, 6, 6]);
  expect(thinnedPlaces(1001, 5)).toEqual([0, 250, 500, 750, 1000]);
});

it("the frame that is shown is one of those that there are", () => {
  const agents = { count: 0, frames: 201, states: new Uint8Array() };
  expect([-1, 0, 0.5, 1, 2].map((fraction) => frameAt(agents, fraction))).toEqual([0, 0, 100, 200, 200]);
});
