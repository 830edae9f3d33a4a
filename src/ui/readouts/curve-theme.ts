/** @file The theme's colours as a figure needs them. */
import type { CurveTheme } from "../../plots/curves.ts";

const SLOTS = ["dynamics", "running", "interaction", "terminal", "hjb", "objective"] as const;

export function curveTheme(place: HTMLElement): CurveTheme {
  const probe = document.createElement("span");
  place.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    ink: colour("--ink"),
    muted: colour("--muted"),
    grid: colour("--grid"),
    font: getComputedStyle(place).fontFamily,
    slots: Object.fromEntries(SLOTS.map((slot) => [slot, colour(`--${slot}`)])),
  };
  probe.remove();
  return theme;
}
