/** @file Colours in CIELAB: the grey half-way from black to white. */
import { expect, it } from "vitest";
import { betweenInLab } from "../../src/plots/lab.ts";

it("goes through its stops, and halfway from black to white is the grey of L = 50", () => {
  const stops = ["#ffffff", "#b0d0ea", "#185c9c", "#161a1f"];
  stops.forEach((stop, k) => {
    const channels = [1, 3, 5].map((at) => Number.parseInt(stop.slice(at, at + 2), 16));
    betweenInLab(stops)(k / 3).forEach((value, i) => expect(value).toBe(channels[i]));
  });
  expect(betweenInLab(["#000000", "#ffffff"])(0.5)).toEqual([119, 119, 119]);
});
