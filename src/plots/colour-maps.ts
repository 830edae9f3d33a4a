/**
 * @file Colour maps as tables of 256 colours, interpolated in Lab, where equal steps look equal.
 *
 * A map starts at the panel's own ground, so that "nothing" is the paper; it grows darker on light paper and lighter on dark.
 * Each keeps to one hue, and the signed map goes from blue to orange, which colour-blind eyes tell apart.
 */
import { betweenInLab } from "./lab.ts";

export type Theme = "light" | "dark";

/** One map per quantity; `signed` is for differences, with 0 in its middle. */
export const COLOUR_MAPS = ["density", "residual", "potential", "signed"] as const;
export type ColourMap = (typeof COLOUR_MAPS)[number];

const STOPS: Readonly<Record<Theme, Readonly<Record<ColourMap, readonly string[]>>>> = {
  light: {
    density: ["#ffffff", "#b0d0ea", "#185c9c"],
    residual: ["#ffffff", "#f2bda6", "#b8401f", "#6b1d08"],
    potential: ["#ffffff", "#dcefe8", "#a8d5c6", "#4fa389"],
    signed: ["#0b3f75", "#3d86c6", "#b7d3ea", "#ffffff", "#f6cfa6", "#d17a1c", "#7c3a00"],
  },
  dark: {
    density: ["#161a1f", "#285684", "#8ccdff"],
    residual: ["#161a1f", "#7d3420", "#ff8a66", "#ffe3d8"],
    potential: ["#161a1f", "#19302c", "#1f4a3f", "#2f7d66"],
    signed: ["#b5deff", "#4f9ad6", "#23486b", "#161a1f", "#65421c", "#d28a3c", "#ffdcb0"],
  },
};

const ENTRIES = 256;

/** Red, green, blue, alpha of 256 entries, as a canvas wants them. */
export type ColourTable = Uint32Array<ArrayBuffer>;

export function colourTable(theme: Theme, map: ColourMap): ColourTable {
  const at = betweenInLab(STOPS[theme][map]);
  const bytes = new Uint8ClampedArray(ENTRIES * 4);
  for (let k = 0; k < ENTRIES; k += 1) {
    bytes.set([...at(k / (ENTRIES - 1)), 255], 4 * k);
  }
  return new Uint32Array(bytes.buffer);
}

const LIFTED = 1024;

/** Colours at the squares of equal steps: a root per cell is cheap, a power is not, and squares are fine where a power is steep. */
function liftedColours(power: number, table: ColourTable): Uint32Array {
  const colours = new Uint32Array(LIFTED);
  for (let k = 0; k < LIFTED; k += 1) colours[k] = table[Math.round((k / (LIFTED - 1)) ** (2 * power) * (ENTRIES - 1))]!;
  return colours;
}

/**
 * Values to colours: (v − low) / (high − low), raised to `power` (under 1 lifts what is faint). Rows are turned over,
 * because a canvas counts downwards and y upwards.
 */
export function colourise(
  values: Float32Array,
  width: number,
  height: number,
  range: { readonly low: number; readonly high: number; readonly power: number },
  table: ColourTable,
  pixels: Uint32Array,
): void {
  const span = range.high - range.low || 1;
  const shareOf = (at: number): number => Math.min(1, Math.max(0, (values[at]! - range.low) / span));
  const curve = range.power !== 1 && values.length > LIFTED ? liftedColours(range.power, table) : null;
  for (let row = 0; row < height; row += 1) {
    const target = (height - 1 - row) * width;
    for (let column = 0; column < width; column += 1) {
      const share = shareOf(row * width + column);
      // What is not a number has no colour: 0 is clear.
      pixels[target + column] =
        curve === null ? table[Math.round(share ** range.power * (ENTRIES - 1))]! : curve[Math.round(Math.sqrt(share) * (LIFTED - 1))]!;
    }
  }
}
