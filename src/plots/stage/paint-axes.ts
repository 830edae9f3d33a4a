/** @file Grid lines and numbers of a pane; on the line also the upright line of the time that is shown. */
import { tickLabel, ticks } from "../viewport.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";

/** Room for the caption above and the numbers below. */
const TOP = 34;
const BOTTOM = 24;

export function paintAxes({ context, view, palette }: Pen, { shown: { dimension, horizon }, radius, centre }: Scene): void {
  const onLine = dimension === 1;
  const clip = (low: number, high: number, least: number, most: number): [number, number] => [Math.max(low, least), Math.min(high, most)];
  const [left, right] = clip(view.fromX(0), view.fromX(view.width), onLine ? 0 : -Infinity, onLine ? horizon : Infinity);
  const [bottom, top] = clip(
    view.fromY(view.height),
    view.fromY(0),
    onLine ? centre - radius : -Infinity,
    onLine ? centre + radius : Infinity,
  );
  const across = ticks(left, right, 5);
  const step = across.length > 1 ? across[1]! - across[0]! : 1;
  // In the plane the same step upwards as across: squares are squares.
  const up = onLine ? ticks(bottom, top, 6) : ticks(bottom, top, (top - bottom) / step);
  context.strokeStyle = palette.grid;
  context.lineWidth = 1;
  context.globalAlpha = 0.7;
  context.beginPath();
  for (const x of across) {
    const at = Math.round(view.toX(x)) + 0.5;
    context.moveTo(at, 0);
    context.lineTo(at, view.height);
  }
  for (const y of up) {
    const at = Math.round(view.toY(y)) + 0.5;
    context.moveTo(0, at);
    context.lineTo(view.width, at);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = palette.muted;
  context.font = palette.font;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  for (const x of across)
    if (view.toX(x) > 14 && view.toX(x) < view.width - 16) context.fillText(tickLabel(x), view.toX(x) + 3, view.height - 5);
  for (const y of up) if (view.toY(y) > TOP && view.toY(y) < view.height - BOTTOM) context.fillText(tickLabel(y), 4, view.toY(y) - 3);
}

export function paintNow({ context, view, palette }: Pen, t: number): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(view.toX(t), BOTTOM);
  context.lineTo(view.toX(t), view.height - BOTTOM);
  context.stroke();
}
