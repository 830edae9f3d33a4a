/** @file Now, or a little later and once: for what follows the clock but need not follow sixty times a second. */

export interface Often {
  /** Calls at once if the last call is long enough ago, else at the end of the wait. */
  soon(): void;
  stop(): void;
}

/** @param every milliseconds between two calls at least */
export function often(call: () => void, every: number): Often {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = false;
  function run(): void {
    timer = undefined;
    if (!due) return;
    due = false;
    timer = setTimeout(run, every);
    call();
  }
  return {
    soon() {
      due = true;
      if (timer === undefined) run();
    },
    stop: () => clearTimeout(timer),
  };
}
