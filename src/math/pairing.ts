/**
 * @file The cheapest pairs of two equally large sets of points: optimal transport between samples.
 *
 *     min over permutations π of Σᵢ |xᵢ − y_π(i)|²
 *
 * Only Σ xᵢ·y_π(i) hangs on π, so x may be shifted, and stretched by any s > 0, as it suits: to the mean and the spread of y, where
 * points lie near their partners and the search is half as long. On the line both are sorted.
 */
import { createAssigner } from "./assignment.ts";

/** The partner in y of each row of x [n, d], valid until the next call; d is 1 or 2. */
export type Pairing = (x: Float32Array, y: Float32Array, d: number, n: number) => Int32Array;

/** @param capacity the largest n */
export function createPairing(capacity: number): Pairing {
  const costs = new Float64Array(capacity * capacity);
  const assign = createAssigner(capacity);
  const partner = new Int32Array(capacity);
  const [ofX, ofY] = [new Int32Array(capacity), new Int32Array(capacity)];
  return (x, y, d, n) => {
    if (d === 1) {
      const [from, to] = [sorted(x, n, ofX), sorted(y, n, ofY)];
      for (let k = 0; k < n; k++) partner[from[k]!] = to[k]!;
      return partner.subarray(0, n);
    }
    alignedCosts(x, y, d, n, costs);
    return assign(costs, n).columnOf;
  };
}

/** Equal values stay in their order. */
function sorted(values: Float32Array, n: number, order: Int32Array): Int32Array {
  const all = order.subarray(0, n);
  for (let i = 0; i < n; i++) all[i] = i;
  return all.sort((a, b) => values[a]! - values[b]! || a - b);
}

/**
 * cᵢⱼ = |(yⱼ − m_y) − s (xᵢ − m_x)|² = −2s xᵢ·yⱼ + something of i + something of j, with s the ratio of the spreads.
 * @returns s
 */
export function alignedCosts(x: Float32Array, y: Float32Array, d: number, n: number, costs: Float64Array): number {
  const last = d - 1;
  const [m1, m2, ofX] = moments(x, d, n);
  const [k1, k2, ofY] = moments(y, d, n);
  const s = ofX > 0 && ofY > 0 ? Math.sqrt(ofY / ofX) : 1;
  for (let i = 0, at = 0; i < n; i++) {
    const first = k1 + s * (x[i * d]! - m1);
    const second = k2 + s * (x[i * d + last]! - m2);
    for (let j = 0; j < n; j++, at++) {
      const across = y[j * d]! - first;
      const up = y[j * d + last]! - second;
      costs[at] = across * across + last * (up * up);
    }
  }
  return s;
}

/** Means of the first and of the last coordinate, which on the line are one, and the mean square about them. */
function moments(x: Float32Array, d: number, n: number): readonly [number, number, number] {
  const last = d - 1;
  let [first, second, square] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    first += x[i * d]! / n;
    second += x[i * d + last]! / n;
  }
  for (let i = 0; i < n; i++) {
    const across = x[i * d]! - first;
    const up = x[i * d + last]! - second;
    square += (across * across + last * (up * up)) / n;
  }
  return [first, second, square];
}
