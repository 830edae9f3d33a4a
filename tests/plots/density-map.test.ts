/** @file The density map keeps mass and comes closer to the density it estimates. */
import { describe, expect, it } from "vitest";
import { densityGrid, densityOfLine, densityOfPlane, gaussianBlur } from "../../src/plots/density-map.ts";
import { random } from "../../src/math/random.ts";

const RADIUS = 4;
const CELLS = 80;
const CELL = (2 * RADIUS) / CELLS;

function normals(n: number, dimension: number): Float32Array {
  const draws = random(11, "map");
  return Float32Array.from({ length: n * dimension }, () => draws.normal());
}

const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

describe("the map of the plane", () => {
  const grid = densityGrid(CELLS, CELLS);
  const h = 2;
  densityOfPlane(normals(60_000, 2), 60_000, CELL, grid, gaussianBlur(h));

  it("has the mass of the points inside", () => {
    // P(|x| < 4 in both axes) for a standard normal, to six digits: 0.99987.
    expect(sum(grid.values) * CELL * CELL).toBeCloseTo(0.9999, 3);
  });

  it("is the normal density, widened by its kernel", () => {
    // Linear binning widens by a cell's triangle kernel as well: variance 1/6 of a squared cell.
    const variance = 1 + (h * CELL) ** 2 + CELL ** 2 / 6;
    let error = 0;
    let size = 0;
    for (let row = 0; row < CELLS; row += 1)
      for (let column = 0; column < CELLS; column += 1) {
        const [x, y] = [(column + 0.5) * CELL - RADIUS, (row + 0.5) * CELL - RADIUS];
        const truth = Math.exp(-(x * x + y * y) / (2 * variance)) / (2 * Math.PI * variance);
        error += (grid.values[row * CELLS + column]! - truth) ** 2;
        size += truth ** 2;
      }
    expect(Math.sqrt(error / size)).toBeLessThan(0.06);
  });

  it("leaves out points that are far away or not numbers", () => {
    const few = densityGrid(20, 30);
    densityOfPlane(Float32Array.from([NaN, 0, 1e9, 0, 0, -1e9, 0, 0]), 4, 0.1, few, gaussianBlur(1));
    expect(sum(few.values) * 0.01).toBeCloseTo(0.25, 5);
  });

  it("holds nothing of what the grid held before, wherever that was", () => {
    const used = densityGrid(20, 30);
    const fresh = densityGrid(20, 30);
    const corner = Float32Array.from([0.6, -1.1, 0.75, -1.25]);
    densityOfPlane(Float32Array.from([-0.8, 1.3, -0.2, 0.4, 0.9, 1.2]), 3, 0.1, used, gaussianBlur(1));
    for (const grid of [used, fresh]) densityOfPlane(corner, 2, 0.1, grid, gaussianBlur(1));
    expect(used.values).toEqual(fresh.values);
    densityOfPlane(Float32Array.from([99, 99]), 1, 0.1, used, gaussianBlur(1));
    expect(sum(used.values)).toBe(0);
  });
});

it("the map of the line has mass one and the right spread", () => {
  const row = new Float32Array(CELLS);
  densityOfLine(normals(40_000, 1), 40_000, { radius: RADIUS, centre: 0 }, row, new Float32Array(CELLS), gaussianBlur(1.5));
  expect(sum(row) * CELL).toBeCloseTo(1, 3);
  const second = row.reduce((total, value, k) => total + value * CELL * ((k + 0.5) * CELL - RADIUS) ** 2, 0);
  expect(second).toBeCloseTo(1 + (1.5 * CELL) ** 2 + CELL ** 2 / 6, 1);
});
