/** @file The maps of a pane: the population's density, ρ(x, t) on the line, and the HJB residual. */
import { colourise } from "../../plots/colour-maps.ts";
import { densityOfLine, densityOfPlane, largest } from "../../plots/density-map.ts";
import { positionsAt } from "../../plots/flow.ts";
import type { Viewport } from "../../plots/viewport.ts";
import { type Brush, fitGrid } from "./brush.ts";
import { type Bitmap, bitmapOf, drawBitmap } from "./canvas.ts";
import type { Palette } from "./palette.ts";
import { residualTop, type Scene } from "./scene.ts";

/** Under 1 lifts what is faint, as the eye does. */
const LIFT = 0.65;

export function paintDensity(
  context: CanvasRenderingContext2D,
  scene: Scene,
  t: number,
  view: Viewport,
  palette: Palette,
  brush: Brush,
): void {
  const n = positionsAt(scene.population, t, brush.positions);
  if (scene.dimension === 1) {
    paintThumbLine(context, scene, n, view, palette, brush);
    return;
  }
  // The map covers the pane, not only the box: a cut edge would look like a wall.
  const pixels = Math.min(view.width, view.height) / brush.cells;
  fitGrid(brush, Math.ceil(view.width / pixels), Math.ceil(view.height / pixels));
  const { grid, blur, bitmap, positions } = brush;
  densityOfPlane(positions, n, (2 * scene.radius) / brush.cells, grid, blur);
  shade(grid.values, grid.columns, grid.rows, palette, bitmap);
  const [width, height] = [grid.columns * pixels, grid.rows * pixels];
  drawBitmap(context, bitmap, (view.width - width) / 2, (view.height - height) / 2, width, height);
}

function shade(values: Float32Array, width: number, height: number, palette: Palette, bitmap: Bitmap): void {
  colourise(values, width, height, { low: 0, high: largest(values), power: LIFT }, palette.density, bitmap.pixels);
}

/** On the line a thumbnail is the density at t as a curve under which the paper is filled. */
function paintThumbLine(context: CanvasRenderingContext2D, scene: Scene, n: number, view: Viewport, palette: Palette, brush: Brush): void {
  const { grid, blur, positions, cells } = brush;
  const row = grid.values.subarray(0, cells);
  densityOfLine(positions, n, scene.radius, row, grid.scratch.subarray(0, cells), blur);
  const top = largest(row) || 1;
  context.beginPath();
  context.moveTo(0, view.height);
  for (let k = 0; k < row.length; k += 1) context.lineTo((k / (row.length - 1)) * view.width, view.height * (1 - (0.85 * row[k]!) / top));
  context.lineTo(view.width, view.height);
  context.fillStyle = palette.ink;
  context.globalAlpha = 0.35;
  context.fill();
  context.globalAlpha = 1;
}

/** ρ(x, t): a column of the map per time, each the density of the particles then. */
export function paintRibbon(
  context: CanvasRenderingContext2D,
  scene: Scene,
  _t: number,
  view: Viewport,
  palette: Palette,
  brush: Brush,
): void {
  const size = brush.cells;
  fitGrid(brush, size, size);
  const { grid, blur, bitmap, positions } = brush;
  const { values, scratch } = grid;
  if (brush.ribbonOf === scene.population.paths) {
    fill(context, scene, view, bitmap, scene.radius);
    return;
  }
  brush.ribbonOf = scene.population.paths;
  const column = scratch.subarray(0, size);
  const spare = scratch.subarray(size, 2 * size);
  for (let k = 0; k < size; k += 1) {
    const n = positionsAt(scene.population, (scene.horizon * k) / (size - 1), positions);
    densityOfLine(positions, n, scene.radius, column, spare, blur);
    for (let row = 0; row < size; row += 1) values[row * size + k] = column[row]!;
  }
  shade(values, size, size, palette, bitmap);
  fill(context, scene, view, bitmap, scene.radius);
}

/** A bitmap over [−extent, extent]², or on the line over [0, T] × [−extent, extent], cut to the picture. */
function fill(context: CanvasRenderingContext2D, scene: Scene, view: Viewport, bitmap: Bitmap, extent: number): void {
  const onLine = scene.dimension === 1;
  const [left, right] = onLine ? [view.toX(0), view.toX(scene.horizon)] : [view.toX(-extent), view.toX(extent)];
  const top = view.toY(extent);
  context.save();
  if (onLine) {
    context.beginPath();
    context.rect(left, view.toY(scene.radius), right - left, view.toY(-scene.radius) - view.toY(scene.radius));
    context.clip();
  }
  drawBitmap(context, bitmap, left, top, right - left, view.toY(-extent) - top);
  context.restore();
}

export function paintResidual(context: CanvasRenderingContext2D, scene: Scene, view: Viewport, palette: Palette, brush: Brush): void {
  const map = scene.residual;
  if (map === null) return;
  const turned = scene.dimension === 1;
  const [width, height] = turned ? [map.height, map.width] : [map.width, map.height];
  if (brush.residual?.image.width !== width || brush.residual.image.height !== height) brush.residual = bitmapOf(width, height);
  const values = turned ? transposed(map.values, map.width, map.height) : map.values;
  colourise(values, width, height, { low: 0, high: residualTop(map), power: LIFT }, palette.residual, brush.residual.pixels);
  fill(context, scene, view, brush.residual, scene.box);
}

/** On the line maps come with t outermost; a picture has x upwards and t to the right. */
function transposed(values: Float32Array, width: number, height: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) turned[column * height + row] = values[row * width + column]!;
  return turned;
}
