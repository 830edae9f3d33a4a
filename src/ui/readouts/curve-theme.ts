/** @file The theme's colours as a figure needs them. */
import type { CurveTheme } from "../../plots/curves.ts";
import { resolvedColours } from "../resolved-colours.ts";

const SLOTS = ["dynamics", "running", "interaction", "terminal", "hjb", "objective"] as const;

export function curveTheme(place: HTMLElement): CurveTheme {
  const { ink, muted, grid, ...slots } = resolvedColours(place, ["ink", "muted", "grid", ...SLOTS]);
  return { ink, muted, grid, font: getComputedStyle(place).fontFamily, slots };
}
