/**
 * @file The nodes on the right half of the box and their stencils: left and right of the intruder's way mirror each other.
 *
 * The legs of the five-point stencil that would reach into the disc end at its edge (Shortley and Weller, 1938), where Φ = Γ = 0. At the edge
 * of the box both are 1. A disc of whole nodes is a quarter off at 81² nodes; with cut legs .2 % (docs/mathematics.md, A crowd that is crossed).
 */
import { type CrossingProblem, spacing } from "./problem.ts";

/** What a leg ends at: a node of the half plane by its number, the edge of the box, or the disc. */
export const EDGE = -1;
export const DISC = -2;

/** Left, right, behind (−y), ahead (+y). */
export const LEGS = 4;

export interface HalfPlane {
  readonly h: number;
  readonly halfBox: number;
  readonly cells: number;
  /** Nodes that are sought, row by row from behind, [count]: x ≥ 0 and y. */
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** [count, LEGS]: where each leg ends, and how long it is. */
  readonly ends: Int32Array;
  readonly lengths: Float64Array;
  /** Of the column and row in the whole box, that node's number; EDGE or DISC where there is none. Both halves. */
  at(column: number, row: number): number;
  /** The farthest that two ends of a leg are apart in number. */
  readonly reach: number;
}

/** The distance from (x, y) along an axis to the circle of radius R around 0, on the side towards 0. */
const toCircle = (along: number, across: number, radius: number): number =>
  Math.abs(along) - Math.sqrt(Math.max(0, radius * radius - across * across));

export function halfPlane(problem: CrossingProblem): HalfPlane {
  const { halfBox, cells, radius, circle } = problem;
  const h = spacing(problem);
  const first = Math.floor(cells / 2);
  const place = (i: number): number => -halfBox + i * h;
  // A node closer to the edge of the disc than this is on it.
  const inside = radius + 1e-9 * h;
  const numbers = new Int32Array(cells * cells).fill(EDGE);
  const nodes: { column: number; row: number }[] = [];
  for (let row = 1; row < cells - 1; row++)
    for (let column = first; column < cells - 1; column++) {
      const out = Math.hypot(place(column), place(row)) > inside;
      const number = out ? nodes.push({ column, row }) - 1 : DISC;
      numbers[row * cells + column] = number;
      numbers[row * cells + (cells - 1 - column)] = number;
    }
  const at = (column: number, row: number): number => numbers[row * cells + column]!;
  const count = nodes.length;
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  const ends = new Int32Array(count * LEGS);
  const lengths = new Float64Array(count * LEGS).fill(h);
  let reach = 1;
  nodes.forEach(({ column, row }, k) => {
    x[k] = place(column);
    y[k] = place(row);
    const neighbours = [at(column - 1, row), at(column + 1, row), at(column, row - 1), at(column, row + 1)];
    neighbours.forEach((end, leg) => {
      ends[k * LEGS + leg] = end;
      if (end >= 0) reach = Math.max(reach, Math.abs(end - k));
      if (end === DISC && circle === "cut")
        lengths[k * LEGS + leg] = Math.min(h, leg < 2 ? toCircle(x[k]!, y[k]!, radius) : toCircle(y[k]!, x[k]!, radius));
    });
  });
  return { h, halfBox, cells, count, x, y, ends, lengths, at, reach };
}

/** Weights of the two ends and the middle in a second and in a first difference over legs of lengths a (backwards) and b. */
export function differenceWeights(a: number, b: number) {
  return {
    second: { back: 2 / (a * (a + b)), on: 2 / (b * (a + b)), middle: -2 / (a * b) },
    first: { back: -b / (a * (a + b)), on: a / (b * (a + b)), middle: (b - a) / (a * b) },
  };
}
