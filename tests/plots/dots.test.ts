/** @file Dots as pixels are what a canvas draws: exact coverage, alphas that add up, nothing beyond the edges, nothing left over. */
import { describe, expect, it } from "vitest";
import { type DotSheet, drawDots, NOTHING_USED } from "../../src/plots/dots.ts";

const sheetOf = (columns: number, rows: number): DotSheet => ({
  columns,
  rows,
  pixels: new Uint32Array(columns * rows),
  used: NOTHING_USED,
});

const channel = (sheet: DotSheet, column: number, row: number, k: number): number =>
  new Uint8Array(sheet.pixels.buffer)[4 * (row * sheet.columns + column) + k]!;

const total = (sheet: DotSheet): number =>
  new Uint8Array(sheet.pixels.buffer).reduce((sum, byte, at) => sum + (at % 4 === 3 ? byte : 0), 0);

const INK = { edge: 2, colour: [10, 20, 30], alpha: 1 } as const;

describe("a dot", () => {
  it("covers its pixels by area, in its colour", () => {
    const sheet = sheetOf(8, 6);
    drawDots(sheet, Float32Array.from([3.25, 2.5]), 1, 1, INK); // [2.25, 4.25] × [1.5, 3.5]
    const rows = [1, 2, 3].map((row) => [2, 3, 4].map((column) => channel(sheet, column, row, 3)));
    const across = [0.75, 1, 0.25];
    const down = [0.5, 1, 0.5];
    down.forEach((y, i) => across.forEach((x, k) => expect(Math.abs(rows[i]![k]! - 255 * x * y)).toBeLessThanOrEqual(0.5)));
    expect([0, 1, 2].map((k) => channel(sheet, 3, 2, k))).toEqual([10, 20, 30]);
    expect(sheet.used).toEqual({ left: 2, top: 1, right: 5, bottom: 4 });
  });

  it("has one area wherever it lies, at any number of pixels to the unit", () => {
    for (const ratio of [1, 1.25, 2])
      for (const at of [5, 5.1, 5.5, 5.9]) {
        const sheet = sheetOf(24, 24);
        drawDots(sheet, Float32Array.from([at, 5.3]), 1, ratio, { ...INK, edge: 2 * ratio });
        expect(total(sheet) / 255).toBeCloseTo((2 * ratio) ** 2, 1);
      }
  });

  it("is cut at the edges, and nowhere if it is outside or no number", () => {
    const sheet = sheetOf(4, 4);
    drawDots(sheet, Float32Array.from([0, 0, 4, 4]), 2, 1, INK);
    expect(total(sheet)).toBe(2 * 255);
    drawDots(sheet, Float32Array.from([-9, 2, 2, 40, Number.NaN, 2, 2, Infinity]), 4, 1, INK);
    expect(total(sheet)).toBe(0);
    expect(sheet.used).toEqual(NOTHING_USED);
  });
});

it("dots on each other become denser as 1 − (1 − a)ⁿ", () => {
  const sheet = sheetOf(4, 4);
  drawDots(sheet, Float32Array.from([2, 2, 2, 2, 2, 2]), 3, 1, { ...INK, alpha: 0.4 });
  expect(Math.abs(channel(sheet, 1, 1, 3) - 255 * (1 - 0.6 ** 3))).toBeLessThanOrEqual(1.5);
});

it("nothing is left of what was drawn before", () => {
  const sheet = sheetOf(16, 16);
  drawDots(sheet, Float32Array.from([3, 3, 12, 10]), 2, 1, INK);
  drawDots(sheet, Float32Array.from([8, 8]), 1, 1, INK);
  expect(total(sheet)).toBe(4 * 255);
  expect(sheet.used).toEqual({ left: 7, top: 7, right: 9, bottom: 9 });
});
