/**
 * @file The quadratic part of an output, one sample at a time.
 *
 *     N += ½ |A ξ|² + β·ξ,     v = A ξ                     A [r, d + 1], β [d + 1]
 *     ∂_k N += v·A_k + β_k                                 k = 1 … d, τ
 *     Δ N += Σ_{k ≤ d} |A_k|²   or   wᵀ∇²N w += |A w|²   or   ∂_j∂_k N += A_j·A_k
 */
import { Network } from "./network.assembly";

/** Adds to the C jets of output o. */
export function addQuadratic(net: Network, o: i32, point: usize, direction: usize, jets: usize): void {
  const columns = net.dimension + 1;
  const slope = slopeOf(net, net.tail, o);
  add(jets, 0, dot(slope, point, columns));
  if (net.gradient) {
    for (let k = 0; k < net.dimension + net.time; k++) add(jets, k + 1, at(slope, k));
  }
  for (let i = 0; i < net.rank; i++) {
    const row = rowOf(net, net.tail, o, i);
    const v = dot(row, point, columns);
    add(jets, 0, 0.5 * v * v);
    if (net.gradient) {
      for (let k = 0; k < net.dimension + net.time; k++) add(jets, k + 1, v * at(row, k));
    }
    if (net.second == 1) add(jets, net.channels - 1, dot(row, row, net.dimension));
    if (net.second == 2) {
      const along = dot(row, direction, net.dimension);
      add(jets, net.channels - 1, along * along);
    }
    if (net.second == 3) {
      const a0 = at(row, 0), a1 = at(row, 1);
      add(jets, net.channels - 3, a0 * a0);
      add(jets, net.channels - 2, a0 * a1);
      add(jets, net.channels - 1, a1 * a1);
    }
  }
}

/** Adds to the gradient of A and β and, if gPoint is not 0, to the adjoint of y. */
export function addQuadraticBack(net: Network, o: i32, point: usize, direction: usize, g: usize, gPoint: usize): void {
  const d = net.dimension;
  const linear = net.gradient ? d + net.time : 0;
  const g0 = at(g, 0);
  const slope = slopeOf(net, net.tail, o);
  const gSlope = slopeOf(net, net.gTail, o);
  for (let j = 0; j <= d; j++) {
    add(gSlope, j, g0 * at(point, j));
    if (j < linear) add(gSlope, j, at(g, j + 1));
  }
  if (gPoint != 0) {
    for (let j = 0; j < d; j++) add(gPoint, j, g0 * at(slope, j));
  }
  for (let i = 0; i < net.rank; i++) {
    const row = rowOf(net, net.tail, o, i);
    const gRow = rowOf(net, net.gTail, o, i);
    const v = dot(row, point, d + 1);
    // gv: adjoint of v from the value and the first-order channels
    let gv: f32 = g0 * v;
    for (let k = 0; k < linear; k++) gv += at(g, k + 1) * at(row, k);
    for (let j = 0; j <= d; j++) add(gRow, j, gv * at(point, j));
    for (let k = 0; k < linear; k++) add(gRow, k, v * at(g, k + 1));
    if (gPoint != 0) {
      for (let j = 0; j < d; j++) add(gPoint, j, gv * at(row, j));
    }
    if (net.second == 0) continue;
    if (net.second == 3) {
      const g11 = at(g, net.channels - 3), g12 = at(g, net.channels - 2), g22 = at(g, net.channels - 1);
      add(gRow, 0, 2 * g11 * at(row, 0) + g12 * at(row, 1));
      add(gRow, 1, 2 * g22 * at(row, 1) + g12 * at(row, 0));
      continue;
    }
    const gs = at(g, net.channels - 1);
    const along = net.second == 2 ? dot(row, direction, d) : <f32>0;
    for (let j = 0; j < d; j++) add(gRow, j, 2 * gs * (net.second == 2 ? along * at(direction, j) : at(row, j)));
  }
}

/** Row i of A of output o: theta's tail is offset [outputs], A [outputs · r, d + 1], slope [outputs, d + 1]. */
function rowOf(net: Network, tail: usize, o: i32, i: i32): usize {
  return tail + <usize>((net.outputs + (o * net.rank + i) * (net.dimension + 1)) * 4);
}

function slopeOf(net: Network, tail: usize, o: i32): usize {
  return rowOf(net, tail, net.outputs, 0) + <usize>(o * (net.dimension + 1) * 4);
}

function dot(a: usize, b: usize, columns: i32): f32 {
  let sum: f32 = 0;
  for (let k = 0; k < columns; k++) sum += at(a, k) * at(b, k);
  return sum;
}

// @ts-ignore: decorator
@inline
function at(row: usize, k: i32): f32 {
  return load<f32>(row + <usize>(k * 4));
}

// @ts-ignore: decorator
@inline
function add(row: usize, k: i32, value: f32): void {
  store<f32>(row + <usize>(k * 4), at(row, k) + value);
}
