/**
 * @file Heat on a lattice, for logarithms of fields: log(G * e^f), G the Gaussian of some variance; the box is open, or its walls reflect.
 *
 *     variance > .6 h²   G at the nodes: sums over nodes are exact to 2e^(−2π² variance/h²), 10⁻⁵ at the worst, however steep f is
 *     below              Gauss and Hermite's nine points, f between the nodes by its polynomial: a steep f is a straight line for it, while sums
 *                        over nodes would see e^f jump from one node to the next
 *
 * Walls stand half a step beyond the outermost nodes: what lies behind them is the field's mirror image, and that one's, so that sums keep the
 * mass.
 *
 * Lines are summed with their largest value taken out. Where less than the smallest safe number is left of a sum it is added up again
 * from its own largest term, so that far tails keep their digits: U = −ε log φ is read there too.
 */
import { type Axis, type Lattice, valueWeights, STENCIL_NODES } from "./lattice.ts";

/** Squared steps of variance from which heat is summed over the nodes. */
export const SUMMED = 0.6;

/** Standard deviations of the heat that images reach. */
const FAR = 7;

/** Sums below this may have lost terms to underflow. */
const UNSAFE = 1e-250;

/** Terms of the kernel below e^−this are nothing beside the unsafe. */
const FARTHEST = 590;

/** log(G * e^field) for G of this variance along each axis, and −∞ where the field is −∞ everywhere near. */
export function heated({ axes, n, walls }: Lattice, field: Float64Array, variance: number): Float64Array {
  let from = field;
  if (variance <= 0) return from.slice();
  axes.forEach((axis, k) => {
    const { nodes, step } = axis;
    const images = walls ? Math.max(1, Math.ceil((FAR * Math.sqrt(variance)) / (nodes * step))) : 0;
    const seen = (2 * images + 1) * nodes;
    const along = variance > SUMMED * step * step ? bySums(variance / (step * step), seen) : byPoints({ ...axis, nodes: seen }, variance);
    const heat: HeatedLine = (line) => (walls ? along(mirrored(line, images)).subarray(images * nodes, (images + 1) * nodes) : along(line));
    const out = new Float64Array(n);
    const stride = k === 0 ? 1 : nodes;
    const line = new Float64Array(nodes);
    for (let l = 0; l < n / nodes; l++) {
      const start = k === 0 ? l * nodes : l;
      for (let i = 0; i < nodes; i++) line[i] = from[start + i * stride]!;
      const warm = heat(line);
      for (let i = 0; i < nodes; i++) out[start + i * stride] = warm[i]!;
    }
    from = out;
  });
  return from;
}

/** The line with so many images on either side, each the mirror of its neighbour. */
function mirrored(line: Float64Array, images: number): Float64Array {
  const nodes = line.length;
  const out = new Float64Array((2 * images + 1) * nodes);
  for (let image = 0; image <= 2 * images; image++) {
    const even = (image - images) % 2 === 0;
    for (let i = 0; i < nodes; i++) out[image * nodes + i] = line[even ? i : nodes - 1 - i]!;
  }
  return out;
}

type HeatedLine = (line: Float64Array) => Float64Array;

/** E e^f(x + √v ξ) by the points ξ of a Gauss-Hermite rule, exact for polynomials of degree 17. */
const POINTS: readonly (readonly [point: number, weight: number])[] = [
  [0, 0.40634920634920635],
  [1.0232556637891326, 0.24409750289493953],
  [2.07684797867783, 0.04991640676521782],
  [3.20542900285647, 0.0027891413212317692],
  [4.512745863399783, 0.000022345844007746607],
];

function byPoints({ nodes, step }: Axis, variance: number): HeatedLine {
  const deviation = Math.sqrt(variance) / step;
  const rules = POINTS.flatMap(([point, weight]) =>
    point === 0
      ? [[0, weight]]
      : [
          [-point, weight],
          [point, weight],
        ],
  ).map(([point, weight]) => ({ offset: point! * deviation, log: Math.log(weight!) }));
  // Away from the walls every node reads its neighbours with the same weights; near them the last polynomial goes on.
  const reach = Math.min(Math.ceil(POINTS.at(-1)![0] * deviation) + STENCIL_NODES, nodes);
  const inner = rules.map(({ offset }) => valueWeights(offset + reach, 2 * reach + 1));
  const weightsAt = Array.from({ length: nodes }, (_, i) =>
    i >= reach && i < nodes - reach
      ? inner.map(({ first, weights }) => ({ first: first + i - reach, weights }))
      : rules.map(({ offset }) => valueWeights(i + offset, nodes)),
  );
  const values = new Float64Array(rules.length);
  return (line) => line.map((_, i) => logSum(line, weightsAt[i]!, rules, values));
}

/** log Σ weight e^f, f read at each of the points. */
function logSum(
  line: Float64Array,
  at: readonly { readonly first: number; readonly weights: Float64Array }[],
  rules: readonly { readonly log: number }[],
  values: Float64Array,
): number {
  let most = -Infinity;
  for (let q = 0; q < at.length; q++) {
    const { first, weights } = at[q]!;
    let value = rules[q]!.log;
    for (let j = 0; j < STENCIL_NODES; j++) value += weights[j]! * line[first + j]!;
    values[q] = value;
    most = Math.max(most, value);
  }
  if (!Number.isFinite(most)) return line.includes(-Infinity) ? -Infinity : most;
  let total = 0;
  for (let q = 0; q < values.length; q++) total += Math.exp(values[q]! - most);
  return most + Math.log(total);
}

function bySums(variance: number, nodes: number): HeatedLine {
  const kernel = kernelOf(variance, nodes);
  return (line) => heatedLine(line, kernel);
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
