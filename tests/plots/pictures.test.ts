/** @file Axes, colours, bullets and figures: what a reader of the picture relies on. */
import { describe, expect, it } from "vitest";
import { bullet } from "../../src/plots/bullet.ts";
import { colourise, colourTable } from "../../src/plots/colour-maps.ts";
import { lossFigure, residualFigure } from "../../src/plots/curves.ts";
import { appended, emptyHistory } from "../../src/plots/history.ts";
import { lineViewport, planeViewport, ticks } from "../../src/plots/viewport.ts";

describe("ticks", () => {
  it.each([
    [-3.2, 3.2, 6],
    [0, 1, 5],
    [-0.013, 0.02, 4],
    [-5000, 12_000, 5],
  ])("between %d and %d are round, evenly spaced and inside", (low, high, count) => {
    const found = ticks(low, high, count);
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(found.length).toBeLessThanOrEqual(count + 2);
    const step = found[1]! - found[0]!;
    const mantissa = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
    expect([1, 2, 5, 10].some((round) => Math.abs(mantissa - round) < 1e-6)).toBe(true);
    for (const tick of found) {
      expect(tick).toBeGreaterThanOrEqual(low - 1e-9);
      expect(tick).toBeLessThanOrEqual(high + 1e-9);
    }
  });

  it("of an empty or impossible range are none", () => {
    expect(ticks(1, 1, 5)).toEqual([]);
    expect(ticks(0, Infinity, 5)).toEqual([]);
  });
});

it("the plane's axes share one scale, and y runs upwards", () => {
  const view = planeViewport(300, 500, 3);
  expect(view.toX(1) - view.toX(0)).toBeCloseTo(view.toY(0) - view.toY(1));
  expect([view.toX(0), view.toY(0)]).toEqual([150, 250]);
  expect([view.toX(-3), view.toX(3)]).toEqual([0, 300]);
});

it("on the line t runs to the right over [0, T] and x upwards", () => {
  const view = lineViewport(400, 300, 2, 5);
  expect(view.toX(5)).toBeLessThan(400);
  expect(view.toX(0)).toBeLessThan(view.toX(5));
  expect(view.toY(2)).toBeLessThan(view.toY(-2));
});

describe("colour maps", () => {
  /** CIE lightness of a packed RGBA colour. */
  function lightness(packed: number): number {
    const linear = [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255].map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    const y = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
    return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
  }

  it.each([
    ["light", -1],
    ["dark", 1],
  ] as const)("of the %s theme run one way in lightness, in even steps", (theme, sign) => {
    for (const layer of ["density", "residual", "potential"] as const) {
      const values = [...colourTable(theme, layer)].map(lightness);
      const steps = values.slice(1).map((value, k) => sign * (value - values[k]!));
      // Rounding to bytes may turn a step over by a hair.
      expect(Math.min(...steps)).toBeGreaterThan(-0.6);
      expect(sign * (values.at(-1)! - values[0]!)).toBeGreaterThan(layer === "potential" ? 35 : 45);
    }
  });

  /** What an eye without the medium cones sees of a colour (Viénot, Brettel, Mollon 1999), in linear light. */
  function deuteranope(packed: number): readonly number[] {
    const [red, green, blue] = [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255].map((channel) => (channel / 255) ** 2.2);
    const mixed = 0.292 * red! + 0.708 * green!;
    return [mixed, mixed, -0.022 * red! + 0.022 * green! + blue!].map((light) => Math.max(0, light) ** (1 / 2.2));
  }

  it.each(["light", "dark"] as const)("for signed values are told apart by colour-blind eyes, and 0 is the paper (%s)", (theme) => {
    const table = colourTable(theme, "signed");
    for (const k of [10, 60, 90]) {
      const [minus, plus] = [deuteranope(table[k]!), deuteranope(table[255 - k]!)];
      expect(Math.abs(minus[2]! - minus[0]! - (plus[2]! - plus[0]!))).toBeGreaterThan(0.15);
      // Equal amounts either way weigh about the same.
      expect(Math.abs(lightness(table[k]!) - lightness(table[255 - k]!))).toBeLessThan(16);
    }
    const paper = lightness(colourTable(theme, "density")[0]!);
    expect(Math.abs(lightness(table[127]!) - paper)).toBeLessThan(2);
    const away = [127, 100, 70, 40, 0].map((k) => Math.abs(lightness(table[k]!) - paper));
    expect(away).toEqual([...away].sort((a, b) => a - b));
  });

  it("put y upwards and clip outside the range", () => {
    const table = Uint32Array.from({ length: 256 }, (_, k) => k);
    const pixels = new Uint32Array(6);
    colourise(Float32Array.from([-1, 0, 0.5, 1, 2, NaN]), 3, 2, { low: 0, high: 1, power: 1 }, table, pixels);
    expect([...pixels.slice(3)]).toEqual([0, 0, 128]);
    expect([...pixels.slice(0, 2)]).toEqual([255, 255]);
  });

  it("lift large maps as small ones: by the power, to the nearest colour", () => {
    const table = Uint32Array.from({ length: 256 }, (_, k) => k);
    const n = 5000;
    const pixels = new Uint32Array(n);
    const shares = Float32Array.from({ length: n }, (_, i) => (i === 7 ? NaN : (i / (n - 1)) ** 3));
    for (const power of [0.5, 0.65, 0.9]) {
      colourise(shares, n, 1, { low: 0, high: 1, power }, table, pixels);
      const off = shares.map((share, i) => (i === 7 ? pixels[i]! : Math.abs(pixels[i]! - 255 * share ** power)));
      expect(Math.max(...off)).toBeLessThan(0.8); // half a colour is rounding
    }
  });
});

it("a bullet of one noise floor reaches its mark", () => {
  const of = (value: number, noise: number) => bullet({ value, noise, interval: [0.5 * value, 1.5 * value] });
  expect(of(0.03, 0.03).bar).toBeCloseTo(of(0.03, 0.03).mark);
  expect(of(9, 0.03).bar).toBe(1);
  expect(of(0, 0).bar).toBe(0);
  expect(of(0.03, 0.03).interval.low).toBeCloseTo(of(0.03, 0.03).mark / 2);
  expect(of(0.03, 0.03).interval.high).toBeCloseTo(of(0.03, 0.03).mark * 1.5);
  expect(of(9, 0.03).interval.high).toBe(1);
});

describe("figures", () => {
  const theme = { ink: "#000", muted: "#666", grid: "#eee", font: "serif", slots: { terminal: "#00795a", hjb: "#c8401f" } };
  const parts = [
    { name: "terminal", title: "terminal", slot: "terminal" },
    { name: "hjb", title: "HJB residual", slot: "hjb" },
  ] as const;
  const history = appended(emptyHistory(4), Float32Array.from([1, 3, 2, 1, 2, 1.5, 1, 0.5]));

  it("draw the total and every part in the colour of its slot", () => {
    const { data, layout } = lossFigure(history, parts, theme, true);
    expect(data.map(({ line }) => line.color)).toEqual(["#000", "#00795a", "#c8401f"]);
    expect(data[1]).toMatchObject({ name: "terminal", x: [1, 2], y: [2, 1] });
    expect(layout["yaxis"]).toMatchObject({ type: "log" });
    expect(lossFigure(history, parts, theme, false).layout["yaxis"]).toMatchObject({ type: "linear" });
  });

  it("lay run A under run B: dashed, in the same colours, and on one axis", () => {
    const runA = { history: appended(emptyHistory(4), Float32Array.from([1, 300, 200, 100, 2, 30, 20, 10])), parts };
    const { data, layout } = lossFigure(history, parts, theme, true, runA);
    expect(data.map(({ name }) => name)).toEqual(["A: total", "A: terminal", "A: HJB residual", "total", "terminal", "HJB residual"]);
    expect(data.map(({ line }) => line.dash)).toEqual(["dash", "dash", "dash", undefined, undefined, undefined]);
    expect(data[0]!.line.color).toBe(data[3]!.line.color);
    const [, high] = (layout["yaxis"] as { range: [number, number] }).range;
    expect(10 ** high).toBeGreaterThanOrEqual(300);
    expect(residualFigure(history, parts, theme, runA).data.map(({ y }) => y)).toEqual([
      [100, 10],
      [1, 0.5],
    ]);
  });

  it("show the residual alone, and nothing where there is none", () => {
    expect(residualFigure(history, parts, theme).data.map(({ name }) => name)).toEqual(["HJB residual"]);
    expect(residualFigure(history, [parts[0]], theme).data).toEqual([]);
  });
});
