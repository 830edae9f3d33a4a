/**
 * @file Own points are their own judges: a seeded fifth of the rows is never trained on, and what is measured is measured on them.
 *
 * Rows are shuffled by the seed; the first ⌊N/5⌋ are held out, the rest is the training set (its first n rows, where a smaller one is
 * wanted). With fewer than five points nothing can be held out.
 */
import { type Random, random } from "../../math/random.ts";

const SHARE = 1 / 5;

export interface SplitRows {
  /** [n, d] */
  readonly training: Float32Array;
  readonly heldOut: Float32Array | null;
}

/** @param most rows of the training set at most */
export function splitRows(rows: Float32Array, d: 1 | 2, seed: number, most: number): SplitRows {
  const mixed = shuffled(rows, d, random(seed, "held-out"));
  const held = Math.floor((SHARE * rows.length) / d);
  return {
    training: mixed.slice(held * d, Math.min(held + most, rows.length / d) * d),
    heldOut: held === 0 ? null : mixed.slice(0, held * d),
  };
}

/** The rows [n, d] in another order (Fisher and Yates). */
export function shuffled(rows: Float32Array, d: 1 | 2, stream: Random): Float32Array {
  const x = rows.slice();
  for (let i = x.length / d - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    for (let a = 0; a < d; a++) [x[i * d + a], x[j * d + a]] = [x[j * d + a]!, x[i * d + a]!];
  }
  return x;
}
