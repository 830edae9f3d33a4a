/**
 * @file The least of f(y) + (c/2)|x − y|² over the nodes y, at every node x at once: the lower envelope of parabolas (Felzenszwalb and
 * Huttenlocher, 2012).
 *
 * On a line two such parabolas cross once, the one from further down below the other before the crossing and above it after. So one pass builds the
 * envelope from left to right, dropping parabolas that are nowhere the lowest, and another reads it: O(n). |x − y|² is a sum over the axes, so the
 * plane takes a pass along one axis and then one along the other.
 */
import type { Lattice } from "../lattice.ts";

export interface Envelope {
  /** At the nodes, [n]. */
  readonly least: Float64Array;
  /** The node y where it is taken, [n]. */
  readonly from: Int32Array;
}

/** @param f [n]; may be infinite at nodes, which are then nobody's answer */
export function lowerEnvelope({ axes, n, dimension }: Lattice, f: Float64Array, c: number): Envelope {
  const [along, across] = axes;
  const first = { least: new Float64Array(n), from: new Int32Array(n) };
  const { nodes } = along!;
  const own = parabolas(nodes);
  for (let start = 0; start < n; start += nodes) own({ start, stride: 1, bend: (c / 2) * along!.step ** 2 }, f, first);
  if (dimension === 1) return first;
  const second = { least: new Float64Array(n), from: new Int32Array(n) };
  const other = parabolas(across!.nodes);
  for (let start = 0; start < nodes; start++) other({ start, stride: nodes, bend: (c / 2) * across!.step ** 2 }, first.least, second);
  return { least: second.least, from: second.from.map((node) => first.from[node]!) };
}

interface Line {
  readonly start: number;
  readonly stride: number;
  /** Of a parabola, in units of the distance of nodes. */
  readonly bend: number;
}

/** A line of so many nodes at a time. */
function parabolas(nodes: number): (line: Line, f: Float64Array, out: Envelope) => void {
  const [kept, begins] = [new Int32Array(nodes), new Float64Array(nodes)];
  return ({ start, stride, bend }, f, { least, from }) => {
    const at = (q: number): number => f[start + q * stride]!;
    let last = -1;
    for (let q = 0; q < nodes; q++) {
      if (at(q) === Number.POSITIVE_INFINITY) continue;
      let begin = Number.NEGATIVE_INFINITY;
      for (; last >= 0; last--) {
        const before = kept[last]!;
        begin = (q + before) / 2 + (at(q) - at(before)) / (2 * bend * (q - before));
        if (begin > begins[last]!) break;
        begin = Number.NEGATIVE_INFINITY;
      }
      last++;
      kept[last] = q;
      begins[last] = begin;
    }
    for (let p = 0, k = 0; p < nodes; p++) {
      while (k < last && begins[k + 1]! < p) k++;
      const q = kept[k]!;
      least[start + p * stride] = last < 0 ? Number.POSITIVE_INFINITY : at(q) + bend * (p - q) ** 2;
      from[start + p * stride] = start + q * stride;
    }
  };
}
