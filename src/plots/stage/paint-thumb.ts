/** @file A population at one time as a small picture: its density, and its particles as grains; on the line a curve. */
import { colourise } from "../colour-maps.ts";
import { densityOfLine, densityOfPlane, largest } from "../density-map.ts";
import { positionsAt } from "../flow.ts";
import type { Pen } from "./pen.ts";
import type { ShownPopulation } from "./source.ts";
import type { PictureBuffers, Scope } from "./scope.ts";

const MOST = 500;
const LIFT = 0.65;

/** What is shown, along every axis: radius to either side of the centre. */
type Box = Pick<Scope, "radius" | "centre">;

/** The pen's view is the whole pane. */
export function paintThumb(pen: Pen, population: ShownPopulation, box: Box, t: number, buffers: PictureBuffers): void {
  const { context, view, palette, scratch } = pen;
  context.clearRect(0, 0, view.width, view.height);
  const n = positionsAt(population, t, scratch);
  if (population.dimension === 1) {
    paintCurve(pen, n, box, buffers);
    return;
  }
  const { radius, centre } = box;
  const cell = (2 * radius) / buffers.cells;
  const grid = buffers.grid("thumb", buffers.cells, buffers.cells);
  densityOfPlane(scratch, n, cell, grid, buffers.blur, centre);
  const range = { low: 0, high: largest(grid.values), power: LIFT };
  const [left, top] = [view.toX(centre - radius), view.toY(centre + radius)];
  pen.stamp(
    "thumb",
    grid.columns,
    grid.rows,
    (pixels) => colourise(grid.values, grid.columns, grid.rows, range, palette.maps.density, pixels),
    {
      left,
      top,
      width: view.toX(centre + radius) - left,
      height: view.toY(centre - radius) - top,
    },
    [population, t],
  );
  context.fillStyle = palette.ink;
  context.globalAlpha = 0.35;
  for (let i = 0; i < Math.min(n, MOST); i += 1)
    context.fillRect(view.toX(scratch[2 * i]!) - 0.5, view.toY(scratch[2 * i + 1]!) - 0.5, 1, 1);
  context.globalAlpha = 1;
}

function paintCurve({ context, view, palette, scratch }: Pen, n: number, box: Box, buffers: PictureBuffers): void {
  const { values: row, scratch: spare } = buffers.grid("curve", buffers.cells, 1);
  densityOfLine(scratch, n, box, row, spare, buffers.blur);
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
