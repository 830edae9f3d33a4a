/** @file A field in colours, and the small bar that says which colour is which number. */
import { colourise } from "../colour-maps.ts";
import type { Pen } from "./pen.ts";
import type { ShownField } from "./shown-field.ts";
import { tickLabel } from "../viewport.ts";

export function paintMap(pen: Pen, key: string, { field, range, colours, power }: ShownField): void {
  const table = pen.palette.maps[colours];
  const { columns, rows, values, left, right, top, bottom } = field;
  const [x0, x1, y0, y1] = [pen.view.toX(left), pen.view.toX(right), pen.view.toY(top), pen.view.toY(bottom)];
  const box = { left: x0, top: y0, width: x1 - x0, height: y1 - y0 };
  const fill = (pixels: Uint32Array): void => colourise(values, columns, rows, { ...range, power }, table, pixels);
  pen.stamp(key, columns, rows, fill, box, [field, range.low, range.high, power, table]);
}

const BAR = { width: 112, height: 7, right: 10, bottom: 22 } as const;

/** Steps of the bar. */
const STEPS = 64;

/** As many digits as a picture can tell. */
export const short = (value: number, digits = 3): string => tickLabel(Number(value.toPrecision(digits)));

/** Fewer on the bar: it is narrow. */
const BAR_DIGITS = 2;

export function paintColourBar(pen: Pen, { range, colours, power, symbol }: ShownField): void {
  const { context, view, palette } = pen;
  const left = view.width - BAR.right - BAR.width;
  const top = view.height - BAR.bottom - BAR.height;
  const table = palette.maps[colours];
  const fill = (pixels: Uint32Array): void => {
    const ramp = Float32Array.from({ length: 2 * STEPS }, (_, i) => (i % STEPS) / (STEPS - 1));
    colourise(ramp, STEPS, 2, { low: 0, high: 1, power }, table, pixels);
  };
  context.fillStyle = palette.paper;
  context.globalAlpha = 0.82;
  context.fillRect(left - 6, top - 17, BAR.width + 12, BAR.height + 22);
  context.globalAlpha = 1;
  pen.stamp(`bar ${colours}`, STEPS, 2, fill, { left, top, width: BAR.width, height: BAR.height }, [table, power]);
  context.strokeStyle = palette.grid;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, BAR.width + 1, BAR.height + 1);
  context.fillStyle = palette.muted;
  context.font = palette.font;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.fillText(short(range.low, BAR_DIGITS), left, top - 4);
  context.textAlign = "center";
  context.fillText(symbol, left + BAR.width / 2, top - 4);
  context.textAlign = "right";
  context.fillText(short(range.high, BAR_DIGITS), left + BAR.width, top - 4);
  context.textAlign = "left";
}
