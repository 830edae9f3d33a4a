/** @file The point that is asked about, in every pane: a fine cross, its coordinates, and what the map says there. */
import { sampleField } from "./field.ts";
import { short } from "./paint-map.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";
import type { ShownField } from "./shown-field.ts";

export interface CrosshairPoint {
  /** x₁ or, on the line, t. */
  readonly u: number;
  /** x₂ or, on the line, x. */
  readonly v: number;
}

/** The numbers at a point, in words of the screen: "x (0.4, −1.2)  ρ 0.31". */
export function numbersAt({ shown: { dimension } }: Pick<Scene, "shown">, { u, v }: CrosshairPoint, map: ShownField | null): string {
  const place = dimension === 1 ? `t ${short(u)}   x ${short(v)}` : `x (${short(u)}, ${short(v)})`;
  const value = map === null ? Number.NaN : sampleField(map.field, u, v);
  return map === null || Number.isNaN(value) ? place : `${place}   ${map.symbol} ${short(value)}`;
}

const ROOM = 6;
const LINE = 19;

export function paintCrosshair({ context, view, palette }: Pen, scene: Scene, point: CrosshairPoint, map: ShownField | null): void {
  const [x, y] = [Math.round(view.toX(point.u)) + 0.5, Math.round(view.toY(point.v)) + 0.5];
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.globalAlpha = 0.6;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, view.height);
  context.moveTo(0, y);
  context.lineTo(view.width, y);
  context.stroke();
  context.globalAlpha = 1;
  const text = numbersAt(scene, point, map);
  context.font = palette.font;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const width = context.measureText(text).width + 2 * ROOM;
  // Beside the point, and on the side where there is room.
  const left = x + 10 + width > view.width ? x - 10 - width : x + 10;
  const top = y - 8 - LINE < 26 ? y + 8 : y - 8 - LINE;
  context.fillStyle = palette.paper;
  context.globalAlpha = 0.92;
  context.fillRect(left, top, width, LINE);
  context.globalAlpha = 1;
  context.strokeStyle = palette.grid;
  context.strokeRect(left + 0.5, top + 0.5, width - 1, LINE - 1);
  context.fillStyle = palette.ink;
  context.fillText(text, left + ROOM, top + LINE / 2 + 0.5);
  context.textBaseline = "alphabetic";
}
