/** @file The drawing as it stands: a grid of unit squares, the points, and the brush. */
import { CANVAS_RADIUS, type DrawnPoint } from "../../state/drawing.ts";
import type { Surface } from "../stage/canvas.ts";

export function paintDrawing(surface: Surface, points: readonly DrawnPoint[], cursor: DrawnPoint | null, radius: number): void {
  const { canvas, context, width, height } = surface;
  const style = getComputedStyle(canvas);
  const scale = width / (2 * CANVAS_RADIUS);
  const toX = (x: number): number => width / 2 + x * scale;
  const toY = (y: number): number => height / 2 - y * scale;
  context.clearRect(0, 0, width, height);

  context.strokeStyle = style.borderTopColor;
  context.lineWidth = 1;
  context.beginPath();
  for (let k = 1 - CANVAS_RADIUS; k < CANVAS_RADIUS; k += 1) {
    context.moveTo(toX(k), 0);
    context.lineTo(toX(k), height);
    context.moveTo(0, toY(k));
    context.lineTo(width, toY(k));
  }
  context.stroke();

  context.fillStyle = style.color;
  context.font = `11px ${style.fontFamily}`;
  context.globalAlpha = 0.65;
  for (const k of [-2, 0, 2]) {
    context.fillText(String(k).replace("-", "−"), toX(k) + 3, height - 5);
    if (k !== 0) context.fillText(String(k).replace("-", "−"), 4, toY(k) - 3);
  }

  context.globalAlpha = 0.8;
  for (const [x, y] of points) context.fillRect(toX(x) - 1, toY(y) - 1, 2, 2);

  if (cursor !== null) {
    context.globalAlpha = 0.5;
    context.strokeStyle = style.color;
    context.beginPath();
    context.arc(toX(cursor[0]), toY(cursor[1]), radius * scale, 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 1;
}
