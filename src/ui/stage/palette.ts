/** @file The theme's colours as the stage needs them: resolved once per theme, never per frame. */
import { COLOUR_MAPS, colourTable, type Theme } from "../../plots/colour-maps.ts";
import type { Palette } from "../../plots/stage/pen.ts";
import { resolvedColours } from "../resolved-colours.ts";

const TOKENS = ["panel", "ink", "muted", "grid", "running", "accent", "terminal", "interaction"] as const;

export function readPalette(place: HTMLElement): Palette {
  const { panel, ink, muted, grid, running, accent, terminal, interaction } = resolvedColours(place, TOKENS);
  const theme: Theme = brightness(panel) < 128 ? "dark" : "light";
  const maps = Object.fromEntries(COLOUR_MAPS.map((map) => [map, colourTable(theme, map)])) as Palette["maps"];
  return {
    theme,
    paper: panel,
    ink,
    muted,
    grid,
    path: running,
    accent,
    value: terminal,
    interaction,
    font: `11px ${getComputedStyle(place).fontFamily}`,
    maps,
  };
}

function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return (red + green + blue) / 3;
}
