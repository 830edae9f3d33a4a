/**
 * @file A lattice of nodes over a box, an axis at a time, and fields read between its nodes.
 *
 * Fields are [n], x₁ fastest. Between nodes a field is the polynomial of degree 5 through the six nearest nodes of each axis: values to
 * h⁶, slopes to h⁵, second derivatives to h⁴. Outside the box the nearest polynomial goes on.
 */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly nodes: number;
  /** Distance of two nodes. */
  readonly step: number;
}

export interface Lattice {
  readonly dimension: 1 | 2;
  readonly axes: readonly Axis[];
  /** Nodes in all. */
  readonly n: number;
  /** [n, d]. */
  readonly x: Float64Array;
  /** What a node stands for: the product of the steps. */
  readonly cell: number;
  /** The world ends here, half a step beyond the outermost nodes, with walls that reflect. */
  readonly walls: boolean;
}

/** Nodes of the polynomial between nodes. */
export const STENCIL_NODES = 6;

export const FEWEST_NODES = 2 * STENCIL_NODES;

/** @param walls they stand at the ends of the box, and nodes are middles of cells; else the outermost nodes are its ends */
export function latticeOver(box: readonly (readonly [number, number])[], nodes: number, walls = false): Lattice {
  const axes = box.map(([from, to]): Axis => {
    const step = (to - from) / (walls ? nodes : nodes - 1);
    const margin = walls ? step / 2 : 0;
    return { low: from + margin, high: to - margin, nodes, step };
  });
  const d = axes.length === 1 ? 1 : 2;
  const n = nodes ** d;
  const x = Float64Array.from({ length: n * d }, (_, j) => {
    const axis = axes[j % d]!;
    const i = Math.floor(j / d);
    return axis.low + axis.step * (j % d === 0 ? i % nodes : Math.floor(i / nodes));
  });
  return { dimension: d, axes, n, x, cell: axes.reduce((volume, { step }) => volume * step, 1), walls };
}

/** Weights of the six nodes from `first` on for the value and its first two derivatives. */
interface Weights {
  readonly first: number;
  readonly by: readonly [Float64Array, Float64Array, Float64Array];
}

export interface Local {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly laplacian: number;
  /** ∂₁₁, ∂₁₂, ∂₂₂ in the plane; on the line the Laplacian alone. */
  readonly hessian: readonly number[];
}

/** A field and its derivatives at one point. */
export function read({ axes }: Lattice, field: Float64Array, at: ArrayLike<number>, offset = 0): Local {
  const weights = axes.map((axis, k) => weightsAt(axis, at[offset + k]!));
  const [along, across] = weights;
  if (along === undefined) return { value: Number.NaN, gradient: [], laplacian: Number.NaN, hessian: [] };
  const row = (start: number, order: 0 | 1 | 2): number => {
    const w = along.by[order];
    let total = 0;
    for (let i = 0; i < STENCIL_NODES; i++) total += w[i]! * field[start + along.first + i]!;
    return total;
  };
  if (across === undefined) {
    const bend = row(0, 2);
    return { value: row(0, 0), gradient: [row(0, 1)], laplacian: bend, hessian: [bend] };
  }
  const nodes = axes[0]!.nodes;
  const sums = [0, 0, 0, 0, 0, 0];
  for (let j = 0; j < STENCIL_NODES; j++) {
    const start = (across.first + j) * nodes;
    const value = row(start, 0);
    sums[0]! += across.by[0][j]! * value;
    const slope = row(start, 1);
    sums[1]! += across.by[0][j]! * slope;
    sums[5]! += across.by[1][j]! * slope;
    sums[2]! += across.by[1][j]! * value;
    sums[3]! += across.by[0][j]! * row(start, 2);
    sums[4]! += across.by[2][j]! * value;
  }
  return { value: sums[0]!, gradient: [sums[1]!, sums[2]!], laplacian: sums[3]! + sums[4]!, hessian: [sums[3]!, sums[5]!, sums[4]!] };
}

export const sameAxes = (a: Lattice, b: Lattice): boolean =>
  a.axes.every(({ low, high, nodes }, k) => low === b.axes[k]!.low && high === b.axes[k]!.high && nodes === b.axes[k]!.nodes);

/** A field at the nodes of another lattice of the same space; beyond its own box as it is at the edge. */
export function moved(field: Float64Array, from: Lattice, to: Lattice): Float64Array {
  if (sameAxes(from, to)) return field;
  const { dimension: d, x } = to;
  return Float64Array.from({ length: to.n }, (_, i) => {
    const at = from.axes.map(({ low, high }, k) => Math.min(Math.max(x[i * d + k]!, low), high));
    return read(from, field, at).value;
  });
}

export const isWithin = ({ axes, walls }: Lattice, at: ArrayLike<number>, offset = 0): boolean =>
  axes.every(({ low, high, step }, k) => {
    const margin = walls ? step / 2 : 0;
    return at[offset + k]! >= low - margin && at[offset + k]! <= high + margin;
  });

/** The same where walls reflect: beyond one a field is as it is at the wall, and even there. */
export function readBetweenWalls(lattice: Lattice, field: Float64Array, at: ArrayLike<number>, offset = 0): Local {
  const place = lattice.axes.map(({ low, high }, k) => Math.min(Math.max(at[offset + k]!, low), high));
  const found = read(lattice, field, place);
  const outside = place.map((value, k) => value !== at[offset + k]);
  return outside.includes(true) ? { ...found, gradient: found.gradient.map((slope, k) => (outside[k]! ? 0 : slope)) } : found;
}

/** The nodes that `read` reads at a place. */
export function neighbours({ axes, dimension }: Lattice, at: ArrayLike<number>, offset = 0): readonly number[] {
  const [along, across] = axes.map(({ low, step, nodes }, k) => valueWeights((at[offset + k]! - low) / step, nodes).first);
  const row = Array.from({ length: STENCIL_NODES }, (_, i) => along! + i);
  if (dimension === 1) return row;
  return Array.from({ length: STENCIL_NODES }, (_, j) => (across! + j) * axes[0]!.nodes).flatMap((start) => row.map((i) => start + i));
}

/** Of the six nodes from `first` on of an axis of so many, for the value at a place in units of the step from its first node. */
export function valueWeights(place: number, nodes: number): { readonly first: number; readonly weights: Float64Array } {
  const { first, by } = weightsAt({ low: 0, high: nodes - 1, step: 1, nodes }, place);
  return { first, weights: by[0] };
}

/** Lagrange's polynomials of six even nodes at q, in units of the step, with their derivatives. */
function weightsAt({ low, step, nodes }: Axis, x: number): Weights {
  const place = (x - low) / step;
  const first = Math.min(Math.max(Math.floor(place) - STENCIL_NODES / 2 + 1, 0), nodes - STENCIL_NODES);
  const q = place - first;
  const by = [0, 1, 2].map(() => new Float64Array(STENCIL_NODES)) as [Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < STENCIL_NODES; i++) {
    let [value, slope, bend, scale] = [1, 0, 0, 1];
    for (let k = 0; k < STENCIL_NODES; k++) {
      if (k === i) continue;
      // One more factor (q − k): the product rule, from the highest derivative down.
      bend = bend * (q - k) + 2 * slope;
      slope = slope * (q - k) + value;
      value *= q - k;
      scale *= i - k;
    }
    by[0][i] = value / scale;
    by[1][i] = slope / (scale * step);
    by[2][i] = bend / (scale * step * step);
  }
  return { first, by };
}
