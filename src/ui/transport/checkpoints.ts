/** @file From checkpoint to checkpoint: between them there is nothing else to see. */

/** The step before the one that is shown; the first stays. */
export function earlier(checkpoints: readonly number[], shown: number): number {
  return checkpoints.findLast((step) => step < shown) ?? shown;
}

/** The step after the one that is shown; null: the present. */
export function later(checkpoints: readonly number[], shown: number): number | null {
  return checkpoints.find((step) => step > shown) ?? null;
}
