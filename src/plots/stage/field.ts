/**
 * @file A scalar field on a grid of cells in the world of a pane: (x₁, x₂), or (t, x) on the line.
 *
 *     value(u, v) = bilinear between the centres of cells; outside the grid it is not known (NaN)
 */
import type { GridMap } from "../../engine/results.ts";
import { positionsAt } from "../flow.ts";
import { SHOWN } from "./scene.ts";
import type { ShownPopulation, PaneSource } from "./source.ts";

export interface MapField {
  /** [rows, columns], the upward coordinate outermost, ascending. */
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
  /** Outer edges of the grid. */
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Bilinear; at most half a cell beyond the outermost centres, NaN further out. */
export function sampleField({ values, columns, rows, left, right, bottom, top }: MapField, u: number, v: number): number {
  const across = ((u - left) / (right - left)) * columns - 0.5;
  const up = ((v - bottom) / (top - bottom)) * rows - 0.5;
  if (!(across >= -0.5 && across <= columns - 0.5 && up >= -0.5 && up <= rows - 0.5)) return Number.NaN;
  const column = Math.min(columns - 2, Math.max(0, Math.floor(across)));
  const row = Math.min(rows - 2, Math.max(0, Math.floor(up)));
  const [a, b] = [Math.min(1, Math.max(0, across - column)), Math.min(1, Math.max(0, up - row))];
  const at = row * columns + column;
  const low = (1 - a) * values[at]! + a * values[at + 1]!;
  const high = (1 - a) * values[at + columns]! + a * values[at + columns + 1]!;
  return (1 - b) * low + b * high;
}

/** A map of the worker as a field: over the box in the plane; on the line turned to t across and x upwards, cut to what is shown. */
export function fieldOf(
  map: GridMap,
  { dimension, box, centre, horizon }: Pick<PaneSource, "dimension" | "box" | "centre" | "horizon">,
): MapField {
  const { values, width, height } = map;
  if (dimension === 2)
    return { values, columns: width, rows: height, left: centre - box, right: centre + box, bottom: centre - box, top: centre + box };
  const cell = (2 * box) / width;
  const first = Math.max(0, Math.round((box - SHOWN * box) / cell));
  const rows = width - 2 * first;
  const turned = new Float32Array(rows * height);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < height; column += 1) turned[row * height + column] = values[column * width + first + row]!;
  // Times stand on the edges of [0, T], so the cells around them reach half a cell beyond.
  const half = horizon / (height - 1) / 2;
  const edge = box - first * cell;
  return { values: turned, columns: height, rows, left: -half, right: horizon + half, bottom: centre - edge, top: centre + edge };
}

const sameGrid = (a: MapField, b: MapField): boolean =>
  a.columns === b.columns && a.rows === b.rows && a.left === b.left && a.right === b.right && a.bottom === b.bottom && a.top === b.top;

/** a − b on the grid of a; b is read between its cells where the grids differ. */
export function fieldDifference(a: MapField, b: MapField): MapField {
  const values = new Float32Array(a.values.length);
  if (sameGrid(a, b)) for (let i = 0; i < values.length; i += 1) values[i] = a.values[i]! - b.values[i]!;
  else
    for (let row = 0; row < a.rows; row += 1)
      for (let column = 0; column < a.columns; column += 1) {
        const u = a.left + ((column + 0.5) * (a.right - a.left)) / a.columns;
        const v = a.bottom + ((row + 0.5) * (a.top - a.bottom)) / a.rows;
        values[row * a.columns + column] = a.values[row * a.columns + column]! - sampleField(b, u, v);
      }
  return { ...a, values };
}

/** Particles that say where a population is. */
const WITNESSES = 500;

/**
 * The field without the constant c(t) that gradients leave free: its mean over the population is taken away in the plane, the
 * mean of each column (each time) on the line.
 */
export function withoutGauge(field: MapField, population: ShownPopulation, t: number, scratch: Float32Array): MapField {
  const { columns, rows } = field;
  const values = field.values.slice();
  if (population.dimension === 1) {
    for (let column = 0; column < columns; column += 1) {
      let total = 0;
      for (let row = 0; row < rows; row += 1) total += values[row * columns + column]!;
      for (let row = 0; row < rows; row += 1) values[row * columns + column]! -= total / rows;
    }
    return { ...field, values };
  }
  const n = Math.min(WITNESSES, positionsAt(population, t, scratch));
  let [total, count] = [0, 0];
  for (let i = 0; i < n; i += 1) {
    const value = sampleField(field, scratch[2 * i]!, scratch[2 * i + 1]!);
    if (Number.isNaN(value)) continue;
    total += value;
    count += 1;
  }
  if (count > 0) for (let i = 0; i < values.length; i += 1) values[i]! -= total / count;
  return { ...field, values };
}
