/**
 * @file GMRES: x with A x = b from products A v alone, in a weighted norm: nodes that carry no mass shall not decide.
 *
 *     min |b − A x|_w  over  x in span{b, A b, A² b, …}
 *
 * Source: Saad and Schultz (1986). Arnoldi's basis by modified Gram and Schmidt, the least squares by Givens' rotations.
 */
import { inner } from "../anderson.ts";

interface Krylov {
  readonly b: Float64Array;
  readonly weights: Float64Array;
  readonly product: (v: Float64Array) => Float64Array;
  /** Vectors of the basis, at most. */
  readonly most: number;
  /** What may be left of |b|. */
  readonly tolerance: number;
}

/** Stands still after every product. */
export function* gmres({ b, weights, product, most, tolerance }: Krylov): Generator<void, Float64Array> {
  const whole = Math.sqrt(inner(b, b, weights));
  if (!(whole > 0)) return new Float64Array(b.length);
  const basis = [b.map((value) => value / whole)];
  const columns: number[][] = [];
  const rotations: (readonly [number, number])[] = [];
  const left = [whole];
  while (columns.length < most) {
    const k = columns.length;
    const next = product(basis[k]!);
    const column = basis.map((own) => {
      const part = inner(own, next, weights);
      for (let i = 0; i < next.length; i++) next[i]! -= part * own[i]!;
      return part;
    });
    const size = Math.sqrt(inner(next, next, weights));
    rotations.forEach(([c, s], j) => {
      [column[j], column[j + 1]] = [c * column[j]! + s * (column[j + 1] ?? 0), c * (column[j + 1] ?? 0) - s * column[j]!];
    });
    const length = Math.hypot(column[k]!, size);
    const [c, s] = [column[k]! / length, size / length];
    rotations.push([c, s]);
    column[k] = length;
    columns.push(column);
    left.push(-s * left[k]!);
    left[k]! *= c;
    yield;
    if (Math.abs(left[k + 1]!) <= tolerance * whole) break;
    basis.push(next.map((value) => value / size));
  }
  return combined(basis, columns, left);
}

/** Back substitution, and the sum over the basis. */
function combined(basis: readonly Float64Array[], columns: readonly number[][], left: readonly number[]): Float64Array {
  const y = new Float64Array(columns.length);
  for (let j = columns.length - 1; j >= 0; j--) {
    let rest = left[j]!;
    for (let l = j + 1; l < columns.length; l++) rest -= columns[l]![j]! * y[l]!;
    y[j] = rest / columns[j]![j]!;
  }
  const x = new Float64Array(basis[0]!.length);
  y.forEach((share, j) => {
    for (let i = 0; i < x.length; i++) x[i]! += share * basis[j]![i]!;
  });
  return x;
}
