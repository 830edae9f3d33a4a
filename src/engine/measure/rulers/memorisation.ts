/**
 * @file Does the model repeat its training set?
 *
 *     E dist(generated, training set) / E dist(fresh truth, training set)       1: as far away as new data;  0: copies
 *
 * The user's own points have no fresh truth: there the model is held against the distance of each point to its nearest other.
 */
import { meanOf, type Subject } from "../subject.ts";

/** null with infinitely many training points: nothing can be repeated. */
export async function memorisation(subject: Subject): Promise<number | null> {
  const { setup, effort } = subject;
  const { training, dimension: d } = setup;
  if (training === null) return null;
  const generated = await subject.generated(0);
  const known = setup.data.logDensity !== undefined;
  const held = known ? subject.truth("memorisation", effort.samples) : distinct(training, d).subarray(0, effort.samples * d);
  const fresh = meanNearest(held, training, d, !known);
  return fresh > 0 ? meanNearest(generated, training, d, false) / fresh : null;
}

/** Mean distance from the rows of x to the nearest row of y; `others` leaves out rows that are equal. */
function meanNearest(x: Float32Array, y: Float32Array, d: 1 | 2, others: boolean): number {
  const m = y.length / d;
  return meanOf(x.length / d, (i) => {
    let least = Infinity;
    for (let j = 0; j < m; j++) {
      const u = x[i * d]! - y[j * d]!;
      const v = d === 2 ? x[2 * i + 1]! - y[2 * j + 1]! : 0;
      const square = u * u + v * v;
      if (square < least && (square > 0 || !others)) least = square;
    }
    return Math.sqrt(least);
  });
}

/** Each row once. */
function distinct(x: Float32Array, d: 1 | 2): Float32Array {
  const seen = new Set<string>();
  const rows: number[] = [];
  for (let i = 0; i < x.length; i += d) {
    const row = Array.from(x.subarray(i, i + d));
    const key = row.join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(...row);
  }
  return Float32Array.from(rows);
}
