/**
 * @file A vector field as arrows on a lattice of the pane.
 *
 *     length = longest · min(1, |v| / reference),    reference = the 90 % quantile of |v| over everything on the stage, rounded up
 *
 * so that arrows of all panes have one scale. On the line time is an axis: a velocity is a slope there, a score points up or down.
 */
import { type MapField, fieldOf, sampleField } from "./field.ts";
import type { Pen } from "./pen.ts";
import { short } from "./paint-map.ts";
import { quantile, roundUp } from "./range.ts";
import type { Scene } from "./scene.ts";
import type { PaneSource, SourceMap } from "./source.ts";

/** Pixels between arrows, and the longest arrow. */
const EVERY = 30;
const LONGEST = 24;

/** Shorter ones are dots, and their heads blots. */
const SHORTEST = 1.5;
const HEAD = 4;

/** Above the numbers of the axis. */
const LEGEND = { left: 34, bottom: 30 } as const;

type Axes = readonly [SourceMap, SourceMap];

function components(source: PaneSource, axes: Axes): readonly MapField[] | null {
  const maps = axes.slice(0, source.dimension).map((kind) => source.map(kind));
  return maps.every((map) => map !== null) ? maps.map((map) => fieldOf(map, source)) : null;
}

function lengths(fields: readonly MapField[]): Float32Array {
  const [first, second] = fields;
  return first!.values.map((value, i) => Math.hypot(value, second?.values[i] ?? 0));
}

/** The length in the world that the longest arrow stands for. */
function arrowReference(sources: readonly PaneSource[], axes: Axes): number {
  const tops = sources.flatMap((source) => {
    const fields = components(source, axes);
    return fields === null ? [] : [quantile(lengths(fields), 0.9)];
  });
  return roundUp(Math.max(0, ...tops.filter(Number.isFinite)));
}

export function paintArrows(pen: Pen, scene: Scene, axes: Axes, colour: string, asSlope: boolean): void {
  const { context, view } = pen;
  const fields = components(scene.shown, axes);
  if (fields === null) return;
  const reference = arrowReference(scene.sources, axes);
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.globalAlpha = 0.85;
  context.beginPath();
  for (let px = EVERY / 2; px < view.width; px += EVERY)
    for (let py = EVERY / 2; py < view.height; py += EVERY) {
      const [u, v] = [view.fromX(px), view.fromY(py)];
      const [a, b] = fields.map((field) => sampleField(field, u, v));
      if (a === undefined || Number.isNaN(a)) continue;
      if (b !== undefined) arrow(context, px, py, a / reference, -b / reference);
      else if (asSlope) slope(context, px, py, (view.toY(a) - view.toY(0)) / (view.toX(1) - view.toX(0)));
      else arrow(context, px, py, 0, -a / reference);
    }
  context.stroke();
  context.globalAlpha = 1;
  if (scene.shown.dimension === 2 || !asSlope) paintReference(pen, reference);
}

/** How much the longest arrow is, in the lower left corner. */
function paintReference({ context, view, palette }: Pen, reference: number): void {
  const [x, y] = [LEGEND.left, view.height - LEGEND.bottom];
  const text = short(reference);
  context.font = palette.font;
  context.fillStyle = palette.paper;
  context.globalAlpha = 0.82;
  context.fillRect(x - 5, y - 9, LONGEST + 18 + 7 * text.length, 18);
  context.globalAlpha = 1;
  context.beginPath();
  arrow(context, x, y, 1, 0);
  context.stroke();
  context.fillStyle = palette.muted;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(text, x + LONGEST + 6, y);
  context.textBaseline = "alphabetic";
}

/** From a lattice point, by shares of the longest arrow. */
function arrow(context: CanvasRenderingContext2D, x: number, y: number, du: number, dv: number): void {
  const share = Math.hypot(du, dv);
  const length = LONGEST * Math.min(1, share);
  if (!(length > SHORTEST)) return;
  const [ex, ey] = [du / share, dv / share];
  const [tx, ty] = [x + ex * length, y + ey * length];
  const head = Math.min(HEAD, length / 2);
  context.moveTo(x, y);
  context.lineTo(tx, ty);
  context.moveTo(tx - head * (ex + 0.6 * ey), ty - head * (ey - 0.6 * ex));
  context.lineTo(tx, ty);
  context.lineTo(tx - head * (ex - 0.6 * ey), ty - head * (ey + 0.6 * ex));
}

/** A short line of one length in the direction (1, slope) of the pixels. */
function slope(context: CanvasRenderingContext2D, x: number, y: number, steepness: number): void {
  const half = LONGEST / 3 / Math.hypot(1, steepness);
  context.moveTo(x - half, y - half * steepness);
  context.lineTo(x + half, y + half * steepness);
}
