/** @file What the fields of a stage are computed with: its size in the world, and buffers that are kept from frame to frame. */
import { type Blur, type DensityGrid, densityGrid, gaussianBlur } from "../density-map.ts";
import type { Viewport } from "../viewport.ts";
import type { MapField } from "./field.ts";
import type { Scene } from "./scene.ts";

export interface Scope {
  /** Half of what a pane shows at zoom 1: the box for the picture, `across` and `up` for a pane that is not square. */
  readonly radius: number;
  readonly centre: number;
  readonly across: number;
  readonly up: number;
  readonly buffers: PictureBuffers;
}

export interface PictureBuffers {
  /** Cells along the shorter edge of a pane. */
  readonly cells: number;
  readonly blur: Blur;
  readonly scratch: Float32Array;
  /** A grid under a name, made again only when its size changes. */
  grid(key: string, columns: number, rows: number): DensityGrid;
  /** What was computed from the same things last time under this name, or is computed now. */
  memo(key: string, from: readonly unknown[], compute: () => MapField): MapField;
  /** A number that is worked out once for a field. */
  once(key: string, field: MapField, compute: (field: MapField) => number): number;
}

const CELLS = 88;

/** Kernel width in cells: wide enough that 2,000 points are a surface, narrow enough that modes stay apart. */
const WIDTH = 1.7;

const MOST_PARTICLES = 20_000;

export function buffersFor(cells = CELLS): PictureBuffers {
  const grids = new Map<string, DensityGrid>();
  const kept = new Map<string, { readonly from: readonly unknown[]; readonly field: MapField }>();
  const numbers = new WeakMap<MapField, Map<string, number>>();
  return {
    cells,
    blur: gaussianBlur((WIDTH * cells) / CELLS),
    scratch: new Float32Array(2 * MOST_PARTICLES),
    grid(key, columns, rows) {
      const before = grids.get(key);
      if (before?.columns === columns && before.rows === rows) return before;
      const grid = densityGrid(columns, rows);
      grids.set(key, grid);
      return grid;
    },
    memo(key, from, compute) {
      const before = kept.get(key);
      if (before?.from.length === from.length && before.from.every((value, i) => Object.is(value, from[i]))) return before.field;
      const field = compute();
      kept.set(key, { from, field });
      return field;
    },
    once(key, field, compute) {
      const known = numbers.get(field) ?? new Map<string, number>();
      numbers.set(field, known);
      const number = known.get(key) ?? compute(field);
      known.set(key, number);
      return number;
    },
  };
}

/** @param whole the pane at zoom 1 */
export function scopeOf({ radius, centre }: Pick<Scene, "radius" | "centre">, whole: Viewport, buffers: PictureBuffers): Scope {
  return { radius, centre, across: whole.fromX(whole.width) - centre, up: whole.fromY(0) - centre, buffers };
}
