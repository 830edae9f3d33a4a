/** @file The cheapest pairing of two samples (math/pairing.ts), once: 200 points take some 5 ms. */
import { createPairing } from "../pairing.ts";

/** The partner in y of each row of x, [n]. */
export function cheapestPairing(x: Float32Array, y: Float32Array, d: number): Int32Array {
  const n = x.length / d;
  return createPairing(n)(x, y, d, n);
}
