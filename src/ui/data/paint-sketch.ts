/**
 * @file A density as a small picture: points in the plane, a histogram on the line.
 *
 *     plane   the box is the square around the middle 98 % of each coordinate, so that a stray point does not shrink the rest
 *     line    ρ̂ over bins, smoothed twice with (¼, ½, ¼)
 */
import type { Sketch } from "../../state/sketches.ts";
import type { Surface } from "../stage/canvas.ts";

export interface SketchBox {
  readonly centre: readonly [number, number];
  /** Half the edge. */
  readonly radius: number;
}

/** Share of the points on either side that may lie outside. */
const OUTSIDE = 0.01;
/** Room around the box, as a factor. */
const ROOM = 1.22;
const BINS = 36;
const MOST_PER_PIXEL = 0.17;

function middle({ points, dimension }: Sketch, axis: number): readonly [number, number] {
  const n = points.length / dimension;
  const sorted = Float32Array.from({ length: n }, (_, i) => points[i * dimension + axis]!).sort();
  const cut = Math.floor(OUTSIDE * n);
  return [sorted[cut] ?? 0, sorted[n - 1 - cut] ?? 0];
}

export function boxOf(sketch: Sketch): SketchBox {
  const [left, right] = middle(sketch, 0);
  const [low, high] = sketch.dimension === 2 ? middle(sketch, 1) : [0, 0];
  const radius = (ROOM * Math.max(right - left, high - low)) / 2;
  return { centre: [(left + right) / 2, (low + high) / 2], radius: radius > 0 ? radius : 1 };
}

/** Shares of the points in BINS bins over the box, smoothed. @internal */
export function histogram(points: Float32Array, { centre, radius }: SketchBox): Float32Array {
  let bins = new Float32Array(BINS);
  for (const x of points) {
    const bin = Math.floor((BINS * (x - centre[0] + radius)) / (2 * radius));
    if (bin >= 0 && bin < BINS) bins[bin]! += 1 / points.length;
  }
  for (let pass = 0; pass < 2; pass += 1)
    bins = bins.map((value, k) => 0.25 * (bins[k - 1] ?? 0) + 0.5 * value + 0.25 * (bins[k + 1] ?? 0));
  return bins;
}

export function paintSketch(surface: Surface, sketch: Sketch, colour: string, box: SketchBox = boxOf(sketch)): void {
  const { context, width, height } = surface;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colour;
  context.strokeStyle = colour;
  if (sketch.dimension === 2) paintPlane(surface, sketch.points, box);
  else paintLine(surface, histogram(sketch.points, box));
}

function paintPlane({ context, width, height }: Surface, points: Float32Array, { centre, radius }: SketchBox): void {
  const scale = Math.min(width, height) / (2 * radius);
  const edge = Math.min(2, Math.max(1, Math.min(width, height) / 90));
  // On a stamp every point would be ink.
  const shown = Math.min(points.length, 2 * Math.round(MOST_PER_PIXEL * width * height));
  context.globalAlpha = 0.7;
  for (let i = 0; i + 1 < shown; i += 2) {
    const x = width / 2 + (points[i]! - centre[0]) * scale;
    const y = height / 2 - (points[i + 1]! - centre[1]) * scale;
    context.fillRect(x - edge / 2, y - edge / 2, edge, edge);
  }
  context.globalAlpha = 1;
}

function paintLine({ context, width, height }: Surface, bins: Float32Array): void {
  const peak = Math.max(...bins);
  const foot = 0.82 * height;
  const along = (k: number): number => (width * (k + 0.5)) / BINS;
  const up = (share: number): number => foot - (0.62 * height * share) / (peak || 1);
  context.beginPath();
  context.moveTo(0, foot);
  bins.forEach((share, k) => context.lineTo(along(k), up(share)));
  context.lineTo(width, foot);
  context.globalAlpha = 0.18;
  context.fill();
  context.globalAlpha = 0.85;
  context.lineWidth = Math.max(1.1, width / 60);
  context.stroke();
  context.globalAlpha = 1;
}
