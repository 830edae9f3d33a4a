/**
 * @file One agent, picked out at a point and a time: the path that led it there (dashed), the path from there on (solid), where it is
 * now, and the arrow −∇U that it follows.
 */
import { bracket } from "../flow.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";

/** What a pane shows of an agent: where it was picked out, and its path once it is known. */
export interface Trace {
  readonly picked: { readonly x: readonly number[]; readonly t: number };
  readonly times: Float32Array;
  /** [K, d]; null: not known, or none in this pane. */
  readonly path: Float32Array | null;
  /** ∇U along the path, [K, d]. */
  readonly momenta: Float32Array | null;
  /** The time at which it is shown. */
  readonly t: number;
  /** The point that was picked lies on this path. */
  readonly through: boolean;
}

/** Pixels of the longest arrow, and the part of |∇U| of the largest along the path. */
const LONGEST = 46;
const HEAD = 6;
const RADIUS = 5;
const DASH = [4, 4] as const;

export function paintInspected(pen: Pen, { shown: { population, dimension } }: Pick<Scene, "shown">, trace: Trace): void {
  if (population.still) return;
  const { context, view, palette } = pen;
  const { picked, times, path, momenta } = trace;
  const toPixels = (t: number, x: ArrayLike<number>, from = 0): readonly [number, number] =>
    dimension === 1 ? [view.toX(t), view.toY(x[from]!)] : [view.toX(x[from]!), view.toY(x[from + 1]!)];
  const at = (values: Float32Array, t: number): number[] => {
    const { index, weight } = bracket(times, t);
    return Array.from(
      { length: dimension },
      (_, a) => (1 - weight) * values[index * dimension + a]! + weight * values[(index + 1) * dimension + a]!,
    );
  };
  context.globalAlpha = 1;
  if (path !== null) {
    leg(times[0]!, picked.t, DASH);
    leg(picked.t, times.at(-1)!, []);
    const [x, y] = toPixels(trace.t, at(path, trace.t));
    if (momenta !== null) arrow(x, y, momenta);
    dot(x, y, palette.path);
  }
  if (trace.through) dot(...toPixels(picked.t, picked.x), palette.paper);

  /** The path between two times, on a rim of paper that keeps it apart from the crowd. */
  function leg(from: number, to: number, dash: readonly number[]): void {
    if (path === null || to <= from) return;
    for (const [width, colour] of [
      [4.5, palette.paper],
      [2.25, palette.path],
    ] as const) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.setLineDash(colour === palette.path ? [...dash] : []);
      context.beginPath();
      context.moveTo(...toPixels(from, at(path, from)));
      times.forEach((t, k) => {
        if (t > from && t < to) context.lineTo(...toPixels(t, path, k * dimension));
      });
      context.lineTo(...toPixels(to, at(path, to)));
      context.stroke();
    }
    context.setLineDash([]);
  }

  function dot(x: number, y: number, colour: string): void {
    context.beginPath();
    context.arc(x, y, RADIUS, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.strokeStyle = palette.ink;
    context.lineWidth = 2;
    context.stroke();
  }

  function arrow(fromX: number, fromY: number, pull: Float32Array): void {
    const [p1 = 0, p2 = 0] = at(pull, trace.t);
    const most = Math.max(...Array.from(times, (_, i) => Math.hypot(...pull.subarray(i * dimension, (i + 1) * dimension))));
    const [du, dv] = dimension === 1 ? [0, p1] : [-p1, p2];
    const length = (LONGEST * Math.hypot(du, dv)) / most;
    if (!(length > HEAD)) return;
    const [ex, ey] = [(du * LONGEST) / most / length, (dv * LONGEST) / most / length];
    const [tx, ty] = [fromX + ex * length, fromY + ey * length];
    context.strokeStyle = palette.value;
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(tx, ty);
    context.moveTo(tx - HEAD * (ex + 0.6 * ey), ty - HEAD * (ey - 0.6 * ex));
    context.lineTo(tx, ty);
    context.lineTo(tx - HEAD * (ex - 0.6 * ey), ty - HEAD * (ey + 0.6 * ex));
    context.stroke();
  }
}

/** Where and when a pixel of the pane lies: at the shown time, or on the line at the time it stands over. Data at rest are at T. */
export function pickedAt({ view, scene }: { readonly view: Pen["view"]; readonly scene: Scene }, px: number, py: number): Trace["picked"] {
  const { shown, t } = scene;
  const [u, v] = [view.fromX(px), view.fromY(py)];
  if (shown.dimension === 2) return { x: [u, v], t: shown.population.still ? shown.horizon : t };
  return { x: [v], t: Math.min(shown.horizon, Math.max(0, u)) };
}
