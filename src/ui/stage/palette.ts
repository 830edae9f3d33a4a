/** @file The theme's colours as a canvas needs them: resolved once per theme, never per frame. */
import { type ColourTable, colourTable, type Theme } from "../../plots/colour-maps.ts";

export interface Palette {
  readonly theme: Theme;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly path: string;
  readonly font: string;
  readonly density: ColourTable;
  readonly residual: ColourTable;
}

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
  const theme: Theme = brightness(resolved(place, "--panel")) < 128 ? "dark" : "light";
  return {
    theme,
    ink: resolved(place, "--ink"),
    muted: resolved(place, "--muted"),
    grid: resolved(place, "--grid"),
    path: resolved(place, "--running"),
    font: `11px ${getComputedStyle(place).fontFamily}`,
    density: colourTable(theme, "density"),
    residual: colourTable(theme, "residual"),
  };
}

function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return (red + green + blue) / 3;
}
