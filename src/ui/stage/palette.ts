/** @file The theme's colours as a canvas needs them: resolved once per theme, never per frame. */
import { COLOUR_MAPS, colourTable, type Theme } from "../../plots/colour-maps.ts";
import type { Palette } from "../../plots/stage/pen.ts";

/** `light-dark()` stays as it is in a custom property; only a real property is resolved. */
function resolved(place: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function readPalette(place: HTMLElement): Palette {
  const paper = resolved(place, "--panel");
  const theme: Theme = brightness(paper) < 128 ? "dark" : "light";
  const maps = Object.fromEntries(COLOUR_MAPS.map((map) => [map, colourTable(theme, map)])) as Palette["maps"];
  return {
    theme,
    paper,
    ink: resolved(place, "--ink"),
    muted: resolved(place, "--muted"),
    grid: resolved(place, "--grid"),
    path: resolved(place, "--running"),
    accent: resolved(place, "--accent"),
    value: resolved(place, "--terminal"),
    font: `11px ${getComputedStyle(place).fontFamily}`,
    maps,
  };
}

function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return (red + green + blue) / 3;
}
