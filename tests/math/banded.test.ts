/** @file Elimination in a band, against products with the whole matrix. */
import { expect, it } from "vitest";
import { band, diagonalOf, solveBand } from "../../src/math/banded.ts";
import { random } from "../../src/math/random.ts";

it.each([
  [1, 1],
  [7, 2],
  [30, 5],
  [33, 40],
])("solves %i equations with %i entries beside the diagonal", (size, reach) => {
  const draw = random(size, "band");
  const matrix = band(size, reach);
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => (Math.abs(i - j) > reach ? 0 : i === j ? 3 * reach + draw.uniform() : draw.normal())),
  );
  rows.forEach((row, i) => row.forEach((entry, j) => Math.abs(i - j) <= reach && (matrix.entries[diagonalOf(matrix, i) + j - i] = entry)));
  const x = Float64Array.from({ length: size }, () => draw.normal());
  const y = Float64Array.from(rows, (row) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 0));
  expect(solveBand(matrix, y)).toBe(true);
  y.forEach((value, i) => expect(value).toBeCloseTo(x[i]!, 12));
});

it("says when there is no pivot", () => {
  expect(solveBand(band(6, 2), new Float64Array(6))).toBe(false);
});
