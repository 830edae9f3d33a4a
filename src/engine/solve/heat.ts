/**
 * @file Heat on a lattice, for logarithms of fields: log(G * e^f), G the Gaussian of some variance, the box open.
 *
 *     variance > h²    G at the nodes: sums over nodes are exact to e^(−2π² variance/h²), 3·10⁻⁹ at the least
 *     below            the five nodes that have its second and fourth moment; where that leaves nothing positive, the three that have its variance
 *
 * Lines are summed with their largest value taken out. Where less than the smallest safe number is left of a sum it is added up again
 * from its own largest term, so that far tails keep their digits: U = −ε log φ is read there too.
 */
import type { Lattice } from "./lattice.ts";

/** Sums below this may have lost terms to underflow. */
const UNSAFE = 1e-250;

/** Terms of the kernel below e^−this are nothing beside the unsafe. */
const FARTHEST = 590;

/** log(G * e^field) for G of this variance along each axis, and −∞ where the field is −∞ everywhere near. */
export function heated({ axes, n }: Lattice, field: Float64Array, variance: number): Float64Array {
  let from = field;
  if (variance <= 0) return from.slice();
  axes.forEach(({ nodes, step }, k) => {
    const kernel = kernelOf(variance / (step * step), nodes);
    const out = new Float64Array(n);
    const stride = k === 0 ? 1 : nodes;
    const line = new Float64Array(nodes);
    for (let l = 0; l < n / nodes; l++) {
      const start = k === 0 ? l * nodes : l;
      for (let i = 0; i < nodes; i++) line[i] = from[start + i * stride]!;
      const sums = heatedLine(line, kernel);
      for (let i = 0; i < nodes; i++) out[start + i * stride] = sums[i]!;
    }
    from = out;
  });
  return from;
}

interface Kernel {
  /** Weights at distances 0, 1, 2 … steps, and their logarithms as far as the line goes. */
  readonly weights: Float64Array;
  log(distance: number): number;
  /** Where the logarithm is −∞. */
  readonly reach: number;
}

/** @param variance in squared steps */
function kernelOf(variance: number, nodes: number): Kernel {
  if (variance <= 1) {
    const [middle, side] = [Math.log(1 - variance), Math.log(variance / 2)];
    const far = (3 * variance * variance - variance) / 24;
    const near = (variance - 8 * far) / 2;
    return { weights: Float64Array.of(1 - 2 * near - 2 * far, near, far), log: (k) => (k === 0 ? middle : side), reach: 1 };
  }
  const height = -0.5 * Math.log(2 * Math.PI * variance);
  const reach = nodes - 1;
  const log = (k: number): number => height - (k * k) / (2 * variance);
  const last = Math.min(reach, Math.floor(Math.sqrt(2 * variance * FARTHEST)));
  return { weights: Float64Array.from({ length: last + 1 }, (_, k) => Math.exp(log(k))), log, reach };
}

function heatedLine(line: Float64Array, { weights, log, reach }: Kernel): Float64Array {
  const nodes = line.length;
  let most = -Infinity;
  for (let i = 0; i < nodes; i++) most = Math.max(most, line[i]!);
  const out = new Float64Array(nodes).fill(-Infinity);
  if (most === -Infinity) return out;
  const last = weights.length - 1;
  // Zeros on either side, so that the inner loop asks for no bounds.
  const padded = new Float64Array(nodes + 2 * last);
  for (let i = 0; i < nodes; i++) padded[last + i] = Math.exp(line[i]! - most);
  const middle = weights[0]!;
  for (let i = 0; i < nodes; i++) {
    const at = last + i;
    let total = middle * padded[at]!;
    for (let k = 1; k <= last; k++) total += weights[k]! * (padded[at - k]! + padded[at + k]!);
    out[i] = total > UNSAFE ? most + Math.log(total) : byLargest(line, i, log, reach);
  }
  return out;
}

/** log Σ e^term, relative to the largest term. */
function byLargest(line: Float64Array, i: number, log: Kernel["log"], reach: number): number {
  const [from, to] = [Math.max(0, i - reach), Math.min(line.length - 1, i + reach)];
  let most = -Infinity;
  for (let j = from; j <= to; j++) most = Math.max(most, line[j]! + log(Math.abs(i - j)));
  if (most === -Infinity) return -Infinity;
  let total = 0;
  for (let j = from; j <= to; j++) total += Math.exp(line[j]! + log(Math.abs(i - j)) - most);
  return most + Math.log(total);
}
