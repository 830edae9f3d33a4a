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

export interface Chain {
  readonly lattice: Lattice;
  /** Rates of jumps down and up each axis, [d][n], none negative; 0 through a wall. */
  readonly down: readonly Float64Array[];
  readonly up: readonly Float64Array[];
}

export function emptyChain(lattice: Lattice): Chain {
  const rates = (): Float64Array[] => lattice.axes.map(() => new Float64Array(lattice.n));
  return { lattice, down: rates(), up: rates() };
}

/** xᵢ · diagonal − Σ below · x of the lower neighbour − Σ above · x of the upper one. */
interface Matrix {
  readonly lattice: Lattice;
  readonly diagonal: Float64Array;
  readonly below: readonly Float64Array[];
  readonly above: readonly Float64Array[];
}

export const strideOf = ({ axes }: Lattice, axis: number): number => (axis === 0 ? 1 : axes[0]!.nodes);

/** A. */
export const backward = (chain: Chain, c = 0): Matrix => ({
  lattice: chain.lattice,
  diagonal: diagonalOf(chain, c),
  below: chain.down,
  above: chain.up,
});

/** Aᵀ: who jumps away from i arrives at its neighbour. */
export function forward(chain: Chain, c = 0): Matrix {
  const { lattice, down, up } = chain;
  const below = up.map((rates, k) => {
    const arriving = new Float64Array(lattice.n);
    arriving.set(rates.subarray(0, lattice.n - strideOf(lattice, k)), strideOf(lattice, k));
    return arriving;
  });
  const above = down.map((rates, k) => {
    const arriving = new Float64Array(lattice.n);
    arriving.set(rates.subarray(strideOf(lattice, k)));
    return arriving;
  });
  return { lattice, diagonal: diagonalOf(chain, c), below, above };
}

function diagonalOf({ lattice: { n }, down, up }: Chain, c: number): Float64Array {
  const diagonal = new Float64Array(n).fill(c);
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
  const eliminated = lattice.axes.map((_, k) => eliminate(matrix, k));
  if (lattice.dimension === 1) {
    pass(matrix, eliminated, { axis: 0, ascending: true }, b, guess);
    return guess;
  }
  for (let k = 0; k < MOST_PASSES; k++) {
    const change = pass(matrix, eliminated, { axis: k % 2, ascending: k % 4 < 2 }, b, guess);
    // Two passes in a row see both axes.
    if (k > 0 && !(change > tolerance)) break;
  }
  return guess;
}

/** Elimination along an axis: 1/pivot, and what the upper neighbour counts for. */
interface Eliminated {
  readonly inverse: Float64Array;
  readonly above: Float64Array;
}

function eliminate({ lattice, diagonal, below, above }: Matrix, axis: number): Eliminated {
  const { n } = lattice;
  const stride = strideOf(lattice, axis);
  const [inverse, ratio] = [new Float64Array(n), new Float64Array(n)];
  const [low, high] = [below[axis]!, above[axis]!];
  // In ascending order a node comes after its lower neighbour, along whichever axis; at a wall nothing is below.
  for (let i = 0; i < n; i++) {
    const before = i < stride ? 0 : low[i]! * ratio[i - stride]!;
    inverse[i] = 1 / (diagonal[i]! - before);
    ratio[i] = high[i]! * inverse[i]!;
  }
  return { inverse, above: ratio };
}

interface Pass {
  readonly axis: number;
  readonly ascending: boolean;
}

/** All lines along an axis, one after the other. @returns the largest change, relative to the largest value */
function pass(matrix: Matrix, eliminated: readonly Eliminated[], { axis, ascending }: Pass, b: Float64Array, x: Float64Array): number {
  const { lattice, below, above } = matrix;
  const { inverse, above: ratio } = eliminated[axis]!;
  const nodes = lattice.axes[axis]!.nodes;
  const lines = lattice.n / nodes;
  const [stride, across] = axis === 0 ? [1, nodes] : [nodes, 1];
  const [own, from, to] = [below[axis]!, below[1 - axis], above[1 - axis]];
  const line = new Float64Array(nodes);
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
