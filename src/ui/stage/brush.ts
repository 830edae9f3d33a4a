/** @file The buffers with which a pane is painted, kept so that nothing is allocated per frame. */
import { type Blur, type DensityGrid, densityGrid, gaussianBlur } from "../../plots/density-map.ts";
import { type Bitmap, bitmapOf } from "./canvas.ts";

/** Cells along an edge of the density map. */
const CELLS = 88;

/** Kernel width in cells: wide enough that 2,000 points are a surface, narrow enough that modes stay apart. */
const WIDTH = 1.7;

/** Buffers of one pane, used again for every frame. */
export interface Brush {
  readonly positions: Float32Array;
  /** Cells along the shorter edge of the pane. */
  readonly cells: number;
  readonly blur: Blur;
  grid: DensityGrid;
  bitmap: Bitmap;
  residual: Bitmap | null;
  /** The paths whose ribbon the bitmap holds: on the line the map changes with the frame, not with t. */
  ribbonOf: Float32Array | null;
}

const MOST_PARTICLES = 20_000;

export function newBrush(cells = CELLS): Brush {
  return {
    positions: new Float32Array(2 * MOST_PARTICLES),
    cells,
    grid: densityGrid(cells, cells),
    blur: gaussianBlur((WIDTH * cells) / CELLS),
    bitmap: bitmapOf(cells, cells),
    residual: null,
    ribbonOf: null,
  };
}

/** Gives the brush a grid of this many cells. */
export function fitGrid(brush: Brush, columns: number, rows: number): void {
  if (brush.grid.columns === columns && brush.grid.rows === rows) return;
  brush.grid = densityGrid(columns, rows);
  brush.bitmap = bitmapOf(columns, rows);
}
