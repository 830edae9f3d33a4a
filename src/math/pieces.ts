/** @file Long sums in pieces: a generator that yields where it may stand still, every few milliseconds, and returns its result. */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** All pieces at once. */
export function whole<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
  }
}
