/** @file Lines of one value through a field, by marching squares: straight within each square between four centres of cells. */
import type { MapField } from "./field.ts";

/** From (x₁, y₁) to (x₂, y₂). */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Squares with a corner that is no number have no line. */
export function isolines({ values, columns, rows, left, right, bottom, top }: MapField, level: number): readonly Segment[] {
  const found: Segment[] = [];
  const [across, up] = [(right - left) / columns, (top - bottom) / rows];
  const x = (column: number): number => left + (column + 0.5) * across;
  const y = (row: number): number => bottom + (row + 0.5) * up;
  for (let row = 0; row + 1 < rows; row += 1)
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column;
      // Around the square: lower left, lower right, upper right, upper left.
      const corners = [values[at]!, values[at + 1]!, values[at + columns + 1]!, values[at + columns]!];
      if (corners.some(Number.isNaN)) continue;
      const crossed: (readonly [number, number])[] = [];
      for (let side = 0; side < 4; side += 1) {
        const [a, b] = [corners[side]! - level, corners[(side + 1) % 4]! - level];
        if (a > 0 === b > 0) continue;
        const share = a / (a - b);
        const [[i, j], [k, l]] = [CORNERS[side]!, CORNERS[(side + 1) % 4]!];
        crossed.push([x(column + i + share * (k - i)), y(row + j + share * (l - j))]);
      }
      // Of a saddle, any of both ways to join four crossings.
      for (let k = 0; k + 1 < crossed.length; k += 2) found.push([...crossed[k]!, ...crossed[k + 1]!]);
    }
  return found;
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;
