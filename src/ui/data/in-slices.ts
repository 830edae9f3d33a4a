/** @file Long work in short tasks: a generator is driven for a few milliseconds at a time, and the page lives in between. */

/** Half a frame. */
const SLICE = 8; // ms

export async function inSlices<T>(work: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      const { done, value } = work.next();
      if (done === true) return value;
    }
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
}
