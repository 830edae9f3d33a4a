/** @file The stage's state: what the worker is asked for, the loop of time, and which layers exclude each other. */
import { afterEach, describe, expect, it } from "vitest";
import { advance, clock, holdAt, loopFraction, loopTime, secondsAt, setRepeat } from "../../src/state/clock.ts";
import { mapsFor } from "../../src/state/look.ts";
import { LAYERS, layersOn, toggleLayer, useView } from "../../src/state/view.ts";

const initial = useView.getState();

afterEach(() => useView.setState(initial));

describe("only what is visible is asked for", () => {
  it("by layer, with exact twins only where the exact solution is on the stage", () => {
    expect(mapsFor({ particles: true, density: true }, "exact")).toEqual([]);
    expect(mapsFor({ potential: true }, "alone")).toEqual(["value"]);
    expect(mapsFor({ potential: true }, "exact")).toEqual(["value", "exact-value"]);
    expect(mapsFor({ residual: true }, "difference")).toEqual(["residual"]);
    expect(mapsFor({ velocity: true }, "runs")).toEqual(["velocity-x1", "velocity-x2"]);
  });
});

describe("layers", () => {
  it("that are maps exclude each other; marks do not", () => {
    expect([...layersOn(useView.getState().layers)].sort()).toEqual(["contours", "density", "intruder", "particles", "trajectories"]);
    toggleLayer("potential");
    expect(layersOn(useView.getState().layers).has("density")).toBe(false);
    toggleLayer("trails");
    toggleLayer("potential");
    expect([...layersOn(useView.getState().layers)].sort()).toEqual(["contours", "intruder", "particles", "trails", "trajectories"]);
    expect(new Set(LAYERS).size).toBe(LAYERS.length);
  });
});

describe("the loop of time", () => {
  it("goes on from where it was held", () => {
    for (const fraction of [0, 0.03, 0.31, 0.5, 0.77, 0.999]) expect(loopFraction(secondsAt(fraction))).toBeCloseTo(fraction, 9);
    expect(loopFraction(secondsAt(1))).toBe(1);
  });

  it("repeats, or stops at the data", () => {
    loopTime(true);
    advance(secondsAt(0.4));
    expect(clock.getState().fraction).toBeCloseTo(0.4);
    setRepeat(false);
    advance(1e3);
    expect(clock.getState()).toMatchObject({ fraction: 1, looping: false });
    holdAt(0.2);
    advance(1);
    expect(clock.getState().fraction).toBe(0.2);
    setRepeat(true);
  });
});
