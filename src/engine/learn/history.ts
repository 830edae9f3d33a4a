/**
 * @file The loss history, bounded: when it is full every second row goes and from then on every second step is kept.
 *
 * A million steps and a thousand take the same memory and the same plot. Steps ascend: a run that has gone back writes over what
 * it was.
 */

const ROWS = 16384;

export interface History {
  /** Names of the parts; a row is [step, total, part…]. The total is that of the game: the first few parts. */
  readonly names: readonly string[];
  push(step: number, parts: ArrayLike<number>): void;
  /** Rows after the given step, row-major [k, 2 + parts]. */
  since(step: number): Float32Array;
  /** Forgets what came after a step. */
  cut(step: number): void;
  clear(): void;
}

/** @param counted parts that make the total: those of other phases come after them */
export function history(names: readonly string[], counted = names.length): History {
  const width = names.length + 2;
  let rows = new Float32Array(256 * width);
  let count = 0;
  let every = 1;

  const grow = (): void => {
    if (count * width < rows.length) return;
    if (count < ROWS) {
      const larger = new Float32Array(Math.min(ROWS, 2 * count) * width);
      larger.set(rows);
      rows = larger;
      return;
    }
    for (let k = 0; 2 * k < count; k++) rows.copyWithin(k * width, 2 * k * width, (2 * k + 1) * width);
    count = Math.ceil(count / 2);
    every *= 2;
  };

  const cut = (step: number): void => {
    while (count > 0 && (rows[(count - 1) * width] ?? 0) > step) count--;
  };

  return {
    names,
    push(step, parts) {
      cut(step - 1);
      if ((step - 1) % every !== 0) return;
      grow();
      if ((step - 1) % every !== 0) return;
      let total = 0;
      for (let i = 0; i < counted; i++) total += parts[i] ?? 0;
      rows[count * width] = step;
      rows[count * width + 1] = total;
      for (let i = 0; i < names.length; i++) rows[count * width + 2 + i] = parts[i] ?? 0;
      count++;
    },
    since(step) {
      let first = 0;
      while (first < count && (rows[first * width] ?? 0) <= step) first++;
      return rows.slice(first * width, count * width);
    },
    cut,
    clear() {
      count = 0;
      every = 1;
    },
  };
}
