/**
 * @file Systems of linear equations whose matrix is a band around its diagonal, by elimination without pivoting: for matrices that need none,
 * such as those of diffusion on a fine enough grid.
 *
 * n equations with b entries on either side of the diagonal take about n b² multiplications. Four columns are eliminated at a time: each entry
 * below is then read and written once for four, which is what takes the time.
 */

const AT_ONCE = 4;

/** Row i holds A[i, i − reach … i + reach] at `start(i)`; there is room for a few zeros on either side. */
export interface Band {
  readonly size: number;
  readonly reach: number;
  readonly width: number;
  readonly entries: Float64Array;
}

export function band(size: number, reach: number): Band {
  const width = 2 * (reach + AT_ONCE) + 1;
  return { size, reach, width, entries: new Float64Array(size * width) };
}

/** Where A[i, i] stands; A[i, j] stands j − i after it. */
export const diagonalOf = ({ width, reach }: Band, i: number): number => i * width + reach + AT_ONCE;

/**
 * x with A x = y, in place of y; the matrix is overwritten.
 *
 * @returns whether there was a pivot for every row: where not, what stands in y means nothing
 */
export function solveBand(matrix: Band, y: Float64Array): boolean {
  const { size, reach } = matrix;
  for (let k = 0; k < size; k += AT_ONCE) {
    const rows = Math.min(AT_ONCE, size - k);
    if (!eliminatedAmong(matrix, y, k, rows)) return false;
    if (rows < AT_ONCE) break;
    const last = Math.min(size - 1, k + rows - 1 + reach);
    for (let row = k + AT_ONCE; row <= last; row++) eliminateBelow(matrix, y, { k, row, last });
  }
  backwards(matrix, y);
  return true;
}

/** The rows k, k + 1 … of one go against each other. */
function eliminatedAmong(matrix: Band, y: Float64Array, k: number, rows: number): boolean {
  const { size, reach, entries } = matrix;
  const last = Math.min(size - 1, k + rows - 1 + reach);
  for (let p = 0; p < rows; p++) {
    const pivot = diagonalOf(matrix, k + p);
    if (!(Math.abs(entries[pivot]!) > 1e-300)) return false;
    for (let q = p + 1; q < rows; q++) {
      const row = diagonalOf(matrix, k + q) - (q - p);
      const part = entries[row]! / entries[pivot]!;
      for (let right = 1; right <= last - k - p; right++) entries[row + right]! -= part * entries[pivot + right]!;
      y[k + q]! -= part * y[k + p]!;
    }
  }
  return true;
}

function eliminateBelow(
  matrix: Band,
  y: Float64Array,
  { k, row, last }: { readonly k: number; readonly row: number; readonly last: number },
) {
  const { entries } = matrix;
  const [d0, d1, d2, d3] = [diagonalOf(matrix, k), diagonalOf(matrix, k + 1), diagonalOf(matrix, k + 2), diagonalOf(matrix, k + 3)];
  const at = diagonalOf(matrix, row) - (row - k);
  const a = entries[at]! / entries[d0]!;
  const b = (entries[at + 1]! - a * entries[d0 + 1]!) / entries[d1]!;
  const c = (entries[at + 2]! - a * entries[d0 + 2]! - b * entries[d1 + 1]!) / entries[d2]!;
  const d = (entries[at + 3]! - a * entries[d0 + 3]! - b * entries[d1 + 2]! - c * entries[d2 + 1]!) / entries[d3]!;
  if (a === 0 && b === 0 && c === 0 && d === 0) return;
  for (let i = AT_ONCE; i <= last - k; i++)
    entries[at + i]! -= a * entries[d0 + i]! + b * entries[d1 + i - 1]! + c * entries[d2 + i - 2]! + d * entries[d3 + i - 3]!;
  y[row]! -= a * y[k]! + b * y[k + 1]! + c * y[k + 2]! + d * y[k + 3]!;
}

function backwards(matrix: Band, y: Float64Array): void {
  const { size, reach, entries } = matrix;
  for (let k = size - 1; k >= 0; k--) {
    const pivot = diagonalOf(matrix, k);
    const last = Math.min(reach, size - 1 - k);
    let sum = y[k]!;
    for (let right = 1; right <= last; right++) sum -= entries[pivot + right]! * y[k + right]!;
    y[k] = sum / entries[pivot]!;
  }
}
