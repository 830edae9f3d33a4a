/** @file Multiples of columns of numbers, added and copied in place. */

/** value · weight, in an array that is kept under the key from call to call. */
export function scaledCopy(kept: Map<number, Float64Array>, j: number, value: Float64Array, weight: number, n: number): Float64Array {
  let target = kept.get(j);
  if (target === undefined) {
    target = new Float64Array(value.length);
    kept.set(j, target);
  }
  for (let i = 0; i < n; i++) target[i] = weight * value[i]!;
  return target;
}

/** target += factor · source. */
export function addScaled(target: Float32Array | Float64Array, source: Float32Array | Float64Array, factor: number, count: number): void {
  if (factor === 0) return;
  for (let i = 0; i < count; i++) target[i]! += factor * source[i]!;
}
