/**
 * @file A Markov chain that jumps between neighbours of a lattice, and implicit steps of its two equations.
 *
 *     (A u)ᵢ = Σⱼ rateᵢⱼ (uᵢ − uⱼ),   j the neighbours of i      rows sum to 0, so that columns of Aᵀ do: mass is kept
 *     (c + A) u = b     backward, values                         (c + Aᵀ) m = b     forward, densities
 *
 * Both matrices have a positive diagonal and nothing positive beside it (M-matrices), so positive b have positive answers. They are solved
 * by sums of positive terms alone, for b ≥ 0: on the line by elimination, in the plane by Gauss and Seidel's method a line at a time,
 * along either axis in turn and either way. So a density in the far tails has all its digits, whatever there is elsewhere.
 */
import type { Lattice } from "../lattice.ts";
import { fieldsTogether, withFields } from "../lent-fields.ts";

export interface Chain {
  readonly lattice: Lattice;
  /** Rates of jumps down and up each axis, [d][n], none negative; 0 through a wall. */
  readonly down: readonly Float64Array[];
  readonly up: readonly Float64Array[];
}

export const emptyChain = (lattice: Lattice): Chain => emptyChains(lattice, 1)[0]!;

export function emptyChains(lattice: Lattice, count: number): readonly Chain[] {
  const d = lattice.axes.length;
  const fields = fieldsTogether(lattice, 2 * d * count);
  return Array.from({ length: count }, (_, k) => {
    const [first, middle, last] = [2 * d * k, 2 * d * k + d, 2 * d * (k + 1)];
    return { lattice, down: fields.slice(first, middle), up: fields.slice(middle, last) };
  });
}

/** xᵢ · diagonal − Σ below · x of the lower neighbour − Σ above · x of the upper one. */
interface Matrix {
  readonly lattice: Lattice;
  readonly diagonal: Float64Array;
  readonly below: readonly Float64Array[];
  readonly above: readonly Float64Array[];
}

export const strideOf = ({ axes }: Lattice, axis: number): number => (axis === 0 ? 1 : axes[0]!.nodes);

/** What c + Aᵀ is written into: its diagonal, and rates in the order of their arrival. */
const forwardFields = ({ axes }: Lattice): number => 1 + 2 * axes.length;

/** c + A. @param fields that it is written into, and lasts as long as */
export function backward(chain: Chain, c = 0, fields = fieldsTogether(chain.lattice, 1)): Matrix {
  return { lattice: chain.lattice, diagonal: writeDiagonal(chain, c, fields[0]!), below: chain.down, above: chain.up };
}

/** c + Aᵀ: who jumps away from i arrives at its neighbour. @param fields as above */
export function forward(chain: Chain, c = 0, fields = fieldsTogether(chain.lattice, forwardFields(chain.lattice))): Matrix {
  const { lattice, down, up } = chain;
  const [diagonal, ...arriving] = fields;
  const below = up.map((rates, k) => {
    const stride = strideOf(lattice, k);
    const out = arriving[k]!.fill(0, 0, stride);
    out.set(rates.subarray(0, lattice.n - stride), stride);
    return out;
  });
  const above = down.map((rates, k) => {
    const stride = strideOf(lattice, k);
    const out = arriving[lattice.axes.length + k]!.fill(0, lattice.n - stride);
    out.set(rates.subarray(stride));
    return out;
  });
  return { lattice, diagonal: writeDiagonal(chain, c, diagonal!), below, above };
}

function writeDiagonal({ lattice: { n }, down, up }: Chain, c: number, diagonal: Float64Array): Float64Array {
  diagonal.fill(c);
  for (const rates of [...down, ...up]) for (let i = 0; i < n; i++) diagonal[i]! += rates[i]!;
  return diagonal;
}

export function applied({ lattice, diagonal, below, above }: Matrix, x: Float64Array): Float64Array {
  const out = x.map((value, i) => diagonal[i]! * value);
  lattice.axes.forEach((_, k) => {
    const stride = strideOf(lattice, k);
    for (let i = 0; i < lattice.n; i++) {
      if (below[k]![i]! > 0) out[i]! -= below[k]![i]! * x[i - stride]!;
      if (above[k]![i]! > 0) out[i]! -= above[k]![i]! * x[i + stride]!;
    }
  });
  return out;
}

/** Passes over all lines there may be. */
const MOST_PASSES = 4000;

/**
 * x with matrix · x = b.
 * @param guess where to begin, overwritten with the answer; without an effect on the line
 * @param tolerance the last change, relative to the largest value
 */
export function solveChain(matrix: Matrix, b: Float64Array, guess: Float64Array, tolerance: number): Float64Array {
  const { lattice } = matrix;
  return withFields(lattice, 1 + 2 * lattice.dimension, ([line, ...fields]) => {
    const eliminated = lattice.axes.map((_, k) => eliminate(matrix, k, { inverse: fields[2 * k]!, above: fields[2 * k + 1]! }));
    if (lattice.dimension === 1) {
      pass({ matrix, eliminated, line: line!, b }, { axis: 0, ascending: true }, guess);
      return guess;
    }
    for (let k = 0; k < MOST_PASSES; k++) {
      const change = pass({ matrix, eliminated, line: line!, b }, { axis: k % 2, ascending: k % 4 < 2 }, guess);
      // Two passes in a row see both axes.
      if (k > 0 && !(change > tolerance)) break;
    }
    return guess;
  });
}

/** A system of a chain that is solved once. */
interface ChainSystem {
  readonly chain: Chain;
  readonly c: number;
  readonly b: Float64Array;
  /** As in `solveChain`. */
  readonly tolerance: number;
}

/** (c + A) x = b. @param guess written over with x */
export const solveBackward = ({ chain, c, b, tolerance }: ChainSystem, guess: Float64Array): Float64Array =>
  withFields(chain.lattice, 1, (fields) => solveChain(backward(chain, c, fields), b, guess, tolerance));

/** (c + Aᵀ) x = b. @param guess written over with x */
export const solveForward = ({ chain, c, b, tolerance }: ChainSystem, guess: Float64Array): Float64Array =>
  withFields(chain.lattice, forwardFields(chain.lattice), (fields) => solveChain(forward(chain, c, fields), b, guess, tolerance));

/** Elimination along an axis: 1/pivot, and what the upper neighbour counts for. */
interface Eliminated {
  readonly inverse: Float64Array;
  readonly above: Float64Array;
}

function eliminate({ lattice, diagonal, below, above }: Matrix, axis: number, out: Eliminated): Eliminated {
  const { n } = lattice;
  const stride = strideOf(lattice, axis);
  const { inverse, above: ratio } = out;
  const [low, high] = [below[axis]!, above[axis]!];
  // In ascending order a node comes after its lower neighbour, along whichever axis; at a wall nothing is below.
  for (let i = 0; i < n; i++) {
    const before = i < stride ? 0 : low[i]! * ratio[i - stride]!;
    inverse[i] = 1 / (diagonal[i]! - before);
    ratio[i] = high[i]! * inverse[i]!;
  }
  return out;
}

interface Linear {
  readonly matrix: Matrix;
  readonly eliminated: readonly Eliminated[];
  /** Room for a line of nodes. */
  readonly line: Float64Array;
  readonly b: Float64Array;
}

interface Pass {
  readonly axis: number;
  readonly ascending: boolean;
}

/** All lines along an axis, one after the other. @returns the largest change, relative to the largest value */
function pass({ matrix, eliminated, line, b }: Linear, { axis, ascending }: Pass, x: Float64Array): number {
  const { lattice, below, above } = matrix;
  const { inverse, above: ratio } = eliminated[axis]!;
  const nodes = lattice.axes[axis]!.nodes;
  const lines = lattice.n / nodes;
  const [stride, across] = axis === 0 ? [1, nodes] : [nodes, 1];
  const [own, from, to] = [below[axis]!, below[1 - axis], above[1 - axis]];
  let [change, largest] = [0, 0];
  for (let l = 0; l < lines; l++) {
    const at = ascending ? l : lines - 1 - l;
    const start = at * across;
    // At a wall there is no rate: any number will do for the neighbour.
    const [lower, upper] = [at > 0 ? -across : 0, at < lines - 1 ? across : 0];
    let before = 0;
    for (let j = 0, i = start; j < nodes; j++, i += stride) {
      const beside = from === undefined ? 0 : from[i]! * x[i + lower]! + to![i]! * x[i + upper]!;
      before = (b[i]! + beside + own[i]! * before) * inverse[i]!;
      line[j] = before;
    }
    let next = 0;
    for (let j = nodes - 1, i = start + (nodes - 1) * stride; j >= 0; j--, i -= stride) {
      next = line[j]! + ratio[i]! * next;
      const by = Math.abs(next - x[i]!);
      if (by > change) change = by;
      const size = Math.abs(next);
      if (size > largest) largest = size;
      x[i] = next;
    }
  }
  return largest === 0 ? 0 : change / largest;
}
