/**
 * @file Points drawn by hand: a brush that scatters them, an eraser, and the way back. Pure functions on plain data.
 *
 * A stroke is a list of dabs. A dab of radius r drops points uniformly in its disc; how many follows from the length that the
 * brush has travelled, so that a slow hand and a fast one leave the same density:
 *
 *     points = density · pressure · length / r      (one dab where the brush does not move)
 *
 * Coordinates are kept to two decimals: a drawing of 600 points then fits into a link.
 */
import type { Random } from "../math/random.ts";

export type DrawnPoint = readonly [number, number];

export interface Drawing {
  readonly points: readonly DrawnPoint[];
  readonly past: readonly (readonly DrawnPoint[])[];
  readonly future: readonly (readonly DrawnPoint[])[];
  /** Between the beginning and the end of a stroke, which is one entry of the past. */
  readonly stroking: boolean;
}

export interface Dab {
  readonly at: DrawnPoint;
  /** From where the brush came; null at the beginning of a stroke. */
  readonly from: DrawnPoint | null;
  readonly radius: number;
}

/** Half the edge of the square that is drawn on: the picture of a standard normal and of most of the catalogue. */
export const CANVAS_RADIUS = 3;

/** More than a hand wants to draw, and still read at once. */
const MOST_DRAWN = 20_000;

const MEMORY = 100;

export function blank(points: readonly DrawnPoint[] = []): Drawing {
  return { points, past: [], future: [], stroking: false };
}

/** What follows until `endStroke` is one entry of the past. */
export function beginStroke(drawing: Drawing): Drawing {
  return { ...drawing, past: [...drawing.past, drawing.points].slice(-MEMORY), future: [], stroking: true };
}

/** A stroke that changed nothing leaves no trace. */
export function endStroke(drawing: Drawing): Drawing {
  if (!drawing.stroking) return drawing;
  const past = drawing.past.at(-1) === drawing.points ? drawing.past.slice(0, -1) : drawing.past;
  return { ...drawing, past, stroking: false };
}

const quantised = (value: number): number => Math.round(100 * Math.min(CANVAS_RADIUS, Math.max(-CANVAS_RADIUS, value))) / 100 + 0;

/** `density` points per radius travelled, times the pressure in [0, 1]. */
export function scatter(drawing: Drawing, { at, from, radius }: Dab, density: number, random: Random): Drawing {
  const start = from ?? at;
  const length = Math.hypot(at[0] - start[0], at[1] - start[1]);
  const expected = from === null ? density : (density * length) / radius;
  // Rounded by chance, so that many short moves leave as much as a long one.
  const wanted = Math.floor(expected) + (random.uniform() < expected % 1 ? 1 : 0);
  const count = Math.min(wanted, MOST_DRAWN - drawing.points.length);
  if (count <= 0) return drawing;
  const added = Array.from({ length: count }, (): DrawnPoint => {
    const share = random.uniform();
    const r = radius * Math.sqrt(random.uniform());
    const angle = 2 * Math.PI * random.uniform();
    return [
      quantised(start[0] + share * (at[0] - start[0]) + r * Math.cos(angle)),
      quantised(start[1] + share * (at[1] - start[1]) + r * Math.sin(angle)),
    ];
  });
  return { ...drawing, points: [...drawing.points, ...added] };
}

/** Distance of a point from the segment that the brush has travelled. */
function distance([x, y]: DrawnPoint, { at, from }: Dab): number {
  const [a, b] = from ?? at;
  const [u, v] = [at[0] - a, at[1] - b];
  const square = u * u + v * v;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - a) * u + (y - b) * v) / square));
  return Math.hypot(x - a - share * u, y - b - share * v);
}

export function erase(drawing: Drawing, dab: Dab): Drawing {
  const points = drawing.points.filter((point) => distance(point, dab) > dab.radius);
  return points.length === drawing.points.length ? drawing : { ...drawing, points };
}

export function undoStroke(drawing: Drawing): Drawing {
  const { points, past, future } = endStroke(drawing);
  const before = past.at(-1);
  return before === undefined ? drawing : { points: before, past: past.slice(0, -1), future: [points, ...future], stroking: false };
}

export function redoStroke(drawing: Drawing): Drawing {
  const { points, past, future } = endStroke(drawing);
  const after = future[0];
  return after === undefined ? drawing : { points: after, past: [...past, points], future: future.slice(1), stroking: false };
}

export function clearDrawing(drawing: Drawing): Drawing {
  return drawing.points.length === 0 ? drawing : endStroke({ ...beginStroke(drawing), points: [] });
}
