/**
 * @file The loss history of a run, kept in bounded memory.
 *
 * Rows [step, total, parts…] are appended as they arrive. When the store is full, every other row goes and from then on rows are
 * kept twice as far apart: at most `capacity` rows, evenly spread, the newest always last. Distances between rows count, not
 * which steps they are, because the worker thins its own rows too. A run that went back writes over what it was: steps ascend.
 */

export interface LossHistory {
  readonly columns: number;
  readonly rows: Float32Array; // [capacity, columns]
  readonly length: number;
  /** Rows nearer than this to the one before are not kept for good. */
  readonly stride: number;
}

const CAPACITY = 2048;

export function emptyHistory(columns: number): LossHistory {
  return { columns, rows: new Float32Array(CAPACITY * columns), length: 0, stride: 1 };
}

/** The history with `added` rows at its end. The buffer is handed on: use the result, not the argument. */
export function appended(history: LossHistory, added: Float32Array): LossHistory {
  const { columns, rows } = history;
  let { length, stride } = history;
  const count = Math.floor(added.length / columns);
  for (let i = 0; i < count; i += 1) {
    const row = added.subarray(i * columns, (i + 1) * columns);
    while (length > 0 && rows[(length - 1) * columns]! >= row[0]!) length -= 1;
    // The newest row stands however near it is, until the next one comes.
    if (length > 1 && rows[(length - 1) * columns]! - rows[(length - 2) * columns]! < stride) length -= 1;
    if (length * columns >= rows.length) {
      stride *= 2;
      length = thinned(rows, columns, length, stride);
    }
    rows.set(row, length * columns);
    length += 1;
  }
  return { columns, rows, length, stride };
}

function thinned(rows: Float32Array, columns: number, length: number, stride: number): number {
  let kept = 1;
  for (let i = 1; i < length; i += 1) {
    if (rows[i * columns]! - rows[(kept - 1) * columns]! < stride) continue;
    rows.copyWithin(kept * columns, i * columns, (i + 1) * columns);
    kept += 1;
  }
  return kept;
}

/** The history up to a step, that step included. */
export function cutAfter(history: LossHistory, step: number): LossHistory {
  let { length } = history;
  while (length > 0 && history.rows[(length - 1) * history.columns]! > step) length -= 1;
  return { ...history, length };
}

/** One column against steps, at most `most` points: the mean of each bucket, because single losses are noisy. */
export function series(history: LossHistory, column: number, most: number): { readonly x: number[]; readonly y: number[] } {
  const { columns, rows, length } = history;
  const bucket = Math.max(1, Math.ceil(length / most));
  const x: number[] = [];
  const y: number[] = [];
  for (let first = 0; first < length; first += bucket) {
    const end = Math.min(length, first + bucket);
    let total = 0;
    for (let i = first; i < end; i += 1) total += rows[i * columns + column]!;
    x.push(rows[(end - 1) * columns]!);
    y.push(total / (end - first));
  }
  return { x, y };
}

/** The newest value of a column, or undefined before the first step. @internal */
export function newest(history: LossHistory, column: number): number | undefined {
  return history.length === 0 ? undefined : history.rows[(history.length - 1) * history.columns + column];
}
