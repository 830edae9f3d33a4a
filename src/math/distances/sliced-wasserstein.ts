/**
 * @file Sliced Wasserstein distance between samples.
 *
 *     W₂²(x, y)  = ∫₀¹ |F_x⁻¹(q) − F_y⁻¹(q)|² dq                    on the line, exact for samples of any sizes
 *     SW₂        = √(mean over 64 directions θ of W₂²(θ·x, θ·y))    in the plane, θ equally spaced on a half circle
 *
 * The directions are fixed, so two evaluations on the same points agree to the last bit. On the line this is W₂ itself.
 *
 *     SW₂²(x, y) = |q_x − q_y|²,   q_x = all sorted projections of x     for samples of one size: a Euclidean distance
 */

import { type Pieces, whole } from "../pieces.ts";

const DIRECTIONS = 64;

/** @internal */
export function slicedW2(x: ArrayLike<number>, n: number, y: ArrayLike<number>, m: number, d: 1 | 2): number {
  if (d === 1) return Math.sqrt(squaredOnTheLine(Float64Array.from(x).subarray(0, n), Float64Array.from(y).subarray(0, m)));
  const a = new Float64Array(n);
  const b = new Float64Array(m);
  let sum = 0;
  for (let k = 0; k < DIRECTIONS; k++) {
    const cos = Math.cos((Math.PI * k) / DIRECTIONS);
    const sin = Math.sin((Math.PI * k) / DIRECTIONS);
    for (let i = 0; i < n; i++) a[i] = cos * x[2 * i]! + sin * x[2 * i + 1]!;
    for (let i = 0; i < m; i++) b[i] = cos * y[2 * i]! + sin * y[2 * i + 1]!;
    sum += squaredOnTheLine(a, b);
  }
  return Math.sqrt(sum / DIRECTIONS);
}

/**
 * The vector q of n points [n, d], so scaled that |q_x − q_y|² = SW₂²(x, y): [n] on the line, [64 n] in the plane. Differences of
 * such vectors add up and have inner products, which distances do not.
 */
export function quantileVector(x: ArrayLike<number>, n: number, d: 1 | 2): Float64Array {
  return whole(quantileVectorInPieces(x, n, d));
}

/** Directions of a piece: some milliseconds of sorting at 4,096 points. */
const AT_ONCE = 16;

export function* quantileVectorInPieces(x: ArrayLike<number>, n: number, d: 1 | 2): Pieces<Float64Array> {
  const directions = d === 1 ? 1 : DIRECTIONS;
  const q = new Float64Array(directions * n);
  const scale = 1 / Math.sqrt(directions * n);
  for (let k = 0; k < directions; k++) {
    if (k > 0 && k % AT_ONCE === 0) yield;
    const cos = scale * Math.cos((Math.PI * k) / DIRECTIONS);
    const sin = scale * Math.sin((Math.PI * k) / DIRECTIONS);
    const along = q.subarray(k * n, (k + 1) * n);
    for (let i = 0; i < n; i++) along[i] = d === 1 ? cos * x[i]! : cos * x[2 * i]! + sin * x[2 * i + 1]!;
    along.sort();
  }
  return q;
}

/** W₂² of two samples on the line; sorts them in place. */
function squaredOnTheLine(a: Float64Array, b: Float64Array): number {
  a.sort();
  b.sort();
  const [n, m] = [a.length, b.length];
  let sum = 0;
  if (n === m) {
    for (let i = 0; i < n; i++) sum += (a[i]! - b[i]!) ** 2;
    return sum / n;
  }
  // Both quantile functions are steps: between jumps, counted in units of 1/(nm), they are constant.
  for (let i = 0, j = 0, at = 0; i < n && j < m; ) {
    const next = Math.min((i + 1) * m, (j + 1) * n);
    sum += (next - at) * (a[i]! - b[j]!) ** 2;
    at = next;
    if ((i + 1) * m === at) i++;
    if ((j + 1) * n === at) j++;
  }
  return sum / (n * m);
}
