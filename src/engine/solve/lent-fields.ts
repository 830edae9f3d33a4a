/**
 * @file Memory for fields on a lattice: lent for work inside one call, or had for many fields at once.
 *
 * A browser clears new memory and hands old memory back to the system, a page at a time. In Chromium a game of 64² nodes and 64 time steps
 * spent more than half of its time so; in Node, which keeps what is freed, hardly any.
 */
import type { Lattice } from "./lattice.ts";

const idle = new WeakMap<Lattice, Float64Array[]>();

/** New fields of the lattice, [n] each, in one piece of memory: it is had and given back at once. They hold 0. */
export function fieldsTogether({ n }: Lattice, count: number): readonly Float64Array[] {
  const all = new Float64Array(count * n);
  return Array.from({ length: count }, (_, k) => all.subarray(k * n, (k + 1) * n));
}

/** @param work is given fields of the lattice, [n] each, that hold anything; they are not to be kept */
export function withFields<T>(lattice: Lattice, count: number, work: (fields: readonly Float64Array[]) => T): T {
  const own = idle.get(lattice) ?? [];
  idle.set(lattice, own);
  const lent = Array.from({ length: count }, () => own.pop() ?? new Float64Array(lattice.n));
  try {
    return work(lent);
  } finally {
    own.push(...lent);
  }
}
