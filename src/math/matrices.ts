/**
 * @file Real matrices of order 1 and 2, as rows: what covariances need. Symmetric where the name says so.
 *
 *     √A = (A + √det A · I) / √(tr A + 2√det A)        the symmetric root of a 2 × 2 positive definite A
 */

export type Matrix = readonly (readonly number[])[];

export function diagonal(d: number, value: number): Matrix {
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, j) => (i === j ? value : 0)));
}

export function identity(d: number): Matrix {
  return diagonal(d, 1);
}

export function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

/** a A + b B. */
export function combination(a: number, first: Matrix, b: number, second: Matrix): Matrix {
  return first.map((row, i) => row.map((value, j) => a * value + b * second[i]![j]!));
}

export function scaled(a: number, matrix: Matrix): Matrix {
  return matrix.map((row) => row.map((value) => a * value));
}

/** (A + Aᵀ)/2: rounding undone. */
export function symmetrised(matrix: Matrix): Matrix {
  return matrix.map((row, i) => row.map((value, j) => (value + matrix[j]![i]!) / 2));
}

export const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

export function apply(matrix: Matrix, x: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, 0));
}

export function dotNumbers(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

export function trace(matrix: Matrix): number {
  return matrix.reduce((sum, row, i) => sum + row[i]!, 0);
}

export function determinant(matrix: Matrix): number {
  const a = matrix[0]!;
  return matrix.length === 1 ? a[0]! : a[0]! * matrix[1]![1]! - a[1]! * matrix[1]![0]!;
}

export function inverse(matrix: Matrix): Matrix {
  const det = determinant(matrix);
  if (matrix.length === 1) return [[1 / det]];
  const [[a, b], [c, d]] = matrix as readonly [readonly [number, number], readonly [number, number]];
  return [
    [d / det, -b / det],
    [-c / det, a / det],
  ];
}

/** The symmetric positive definite square root. */
export function symmetricRoot(matrix: Matrix): Matrix {
  if (matrix.length === 1) return [[Math.sqrt(matrix[0]![0]!)]];
  const root = Math.sqrt(determinant(matrix));
  return scaled(1 / Math.sqrt(trace(matrix) + 2 * root), combination(1, matrix, root, identity(2)));
}

/** Lower triangular L with L Lᵀ = A. */
export function cholesky(matrix: Matrix): Matrix {
  const a = Math.sqrt(matrix[0]![0]!);
  if (matrix.length === 1) return [[a]];
  const b = matrix[1]![0]! / a;
  return [
    [a, 0],
    [b, Math.sqrt(matrix[1]![1]! - b * b)],
  ];
}

/** Gauss's elimination with the largest pivot, for a few unknowns. */
export function solveLinear(rows: Matrix, right: readonly number[]): number[] {
  const n = right.length;
  const m = rows.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < n; k++) {
    const pivot = m.reduce((best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(m[best]![k]!) ? i : best), k);
    [m[k], m[pivot]] = [m[pivot]!, m[k]!];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = m[i]![k]! / m[k]![k]!;
      m[i] = m[i]!.map((value, j) => value - factor * m[k]![j]!);
    }
  }
  return m.map((row, i) => row[n]! / row[i]!);
}

/** Square, symmetric to rounding, and every eigenvalue above zero by more than rounding. */
export function isPositiveDefinite(matrix: Matrix): boolean {
  const d = matrix.length;
  if (d < 1 || d > 2 || matrix.some((row) => row.length !== d || row.some((value) => !Number.isFinite(value)))) return false;
  if (d === 1) return matrix[0]![0]! > 0;
  const [[a, b], [c, e]] = matrix as readonly [readonly [number, number], readonly [number, number]];
  if (Math.abs(b - c) > 1e-9 * (Math.abs(b) + Math.abs(c))) return false;
  return a > 0 && e > 0 && a * e - b * c > 1e-12 * a * e;
}
