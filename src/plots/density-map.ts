/**
 * @file The population as a map: a binned kernel density estimate on a grid over the box [−R, R]^d.
 *
 *     ρ̂(x) = (1/n) Σᵢ K_h(x − Xᵢ),    K_h Gaussian, h in cells
 *
 * Particles are binned with linear weights and blurred along each axis (a Gaussian is separable): O(n + cells · h), so that
 * it can follow the time slider. It is a picture of the particles, not the model's density.
 */

/** The kernel's half width in standard deviations; beyond it the weight is under 1 %. */
const REACH = 3;

export interface Blur {
  readonly kernel: Float32Array;
  readonly reach: number;
}

/** A normalised Gaussian kernel of standard deviation `h` cells. */
export function gaussianBlur(h: number): Blur {
  const reach = Math.max(1, Math.ceil(REACH * h));
  const kernel = new Float32Array(2 * reach + 1);
  let total = 0;
  for (let k = -reach; k <= reach; k += 1) total += kernel[k + reach] = Math.exp(-(k * k) / (2 * h * h));
  for (let k = 0; k < kernel.length; k += 1) kernel[k]! /= total;
  return { kernel, reach };
}

/** Buffers for one size of map, used again for every frame. */
export interface DensityGrid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array; // [rows, columns], y outermost, upwards
  readonly scratch: Float32Array;
}

export function densityGrid(columns: number, rows: number): DensityGrid {
  return { columns, rows, values: new Float32Array(columns * rows), scratch: new Float32Array(columns * rows) };
}

/** Density of points [n, 2] on a grid of square cells about (c, c); the values integrate to the share of points inside. */
export function densityOfPlane(points: Float32Array, n: number, cell: number, grid: DensityGrid, blur: Blur, centre = 0): void {
  const { columns, rows, values, scratch } = grid;
  values.fill(0);
  const mass = 1 / (n * cell * cell);
  // Of the cells that hold something: the population is seldom everywhere, and what is empty need not be blurred.
  let [leftmost, rightmost, lowest, highest] = [columns, -1, rows, -1];
  for (let i = 0; i < n; i += 1) {
    const u = (points[2 * i]! - centre) / cell + columns / 2 - 0.5;
    const v = (points[2 * i + 1]! - centre) / cell + rows / 2 - 0.5;
    const column = Math.floor(u);
    const row = Math.floor(v);
    // Written so that a point that is not a number is outside as well.
    if (!(column >= 0 && row >= 0 && column < columns - 1 && row < rows - 1)) continue;
    if (column < leftmost) leftmost = column;
    if (column > rightmost) rightmost = column;
    if (row < lowest) lowest = row;
    if (row > highest) highest = row;
    const right = u - column;
    const up = v - row;
    const at = row * columns + column;
    values[at]! += mass * (1 - right) * (1 - up);
    values[at + 1]! += mass * right * (1 - up);
    values[at + columns]! += mass * (1 - right) * up;
    values[at + columns + 1]! += mass * right * up;
  }
  scratch.fill(0);
  if (lowest > highest) return;
  blurRows(values, scratch, columns, lowest, highest + 1, blur);
  blurColumns(scratch, values, columns, rows, { left: leftmost, right: rightmost + 1, bottom: lowest, top: highest + 1 }, blur);
}

/** Density of points [n] on [c − R, c + R], into `row` [size]; `scratch` has the same length. */
export function densityOfLine(
  points: Float32Array,
  n: number,
  { radius, centre }: { readonly radius: number; readonly centre: number },
  row: Float32Array,
  scratch: Float32Array,
  blur: Blur,
): void {
  const size = row.length;
  const cell = (2 * radius) / size;
  scratch.fill(0);
  for (let i = 0; i < n; i += 1) {
    const u = (points[i]! - centre + radius) / cell - 0.5;
    const left = Math.floor(u);
    if (!(left >= 0 && left < size - 1)) continue;
    scratch[left]! += (1 - (u - left)) / (n * cell);
    scratch[left + 1]! += (u - left) / (n * cell);
  }
  row.fill(0);
  blurRows(scratch, row, size, 0, 0, blur);
}

/** Adds the rows `low` to `high`, blurred, to what is in `to`. */
function blurRows(from: Float32Array, to: Float32Array, width: number, low: number, high: number, { kernel, reach }: Blur): void {
  for (let row = low; row <= high; row += 1) {
    const base = row * width;
    for (let column = 0; column < width; column += 1) {
      const value = from[base + column]!;
      if (value === 0) continue;
      const first = Math.max(0, column - reach);
      const last = Math.min(width - 1, column + reach);
      for (let k = first; k <= last; k += 1) to[base + k]! += value * kernel[k - column + reach]!;
    }
  }
}

/** Cells that were not empty before the rows were blurred; the last ones are inside. */
interface Occupied {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

function blurColumns(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  { left, right, bottom, top }: Occupied,
  { kernel, reach }: Blur,
): void {
  to.fill(0);
  const [begin, end] = [Math.max(0, left - reach), Math.min(width - 1, right + reach)];
  const [lowest, highest] = [Math.max(0, bottom - reach), Math.min(height - 1, top + reach)];
  for (let row = lowest; row <= highest; row += 1) {
    const first = Math.max(bottom, row - reach);
    const last = Math.min(top, row + reach);
    for (let k = first; k <= last; k += 1) {
      const weight = kernel[k - row + reach]!;
      const [target, source] = [row * width, k * width];
      for (let column = begin; column <= end; column += 1) to[target + column]! += weight * from[source + column]!;
    }
  }
}

export function largest(values: Float32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
