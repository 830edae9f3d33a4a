/** @file The curves of one agent's account as small drawings: a line in the unit box, and what it says at a time. */
import { bracket } from "./flow.ts";

export interface TraceCurve {
  readonly values: Float32Array;
  /** What the lower and upper edge of the box stand for. */
  readonly low: number;
  readonly high: number;
  /** An SVG path in a box of 100 × 100, downwards. */
  readonly path: string;
}

/** @param fromZero the box begins at 0: for what is never negative */
export function traceCurve(times: Float32Array, values: Float32Array, fromZero: boolean): TraceCurve | null {
  const known = values.filter(Number.isFinite);
  if (known.length < 2 || times.length < 2) return null;
  const [least, high] = [Math.min(...known), Math.max(...known)];
  const low = fromZero ? Math.min(0, least) : least;
  const span = high - low;
  const [first, last] = [times[0]!, times.at(-1)!];
  let path = "";
  let drawing = false;
  values.forEach((value, k) => {
    if (!Number.isFinite(value)) {
      drawing = false;
      return;
    }
    const x = (100 * (times[k]! - first)) / (last - first);
    // A constant is a line through the middle.
    const y = span > 0 ? 100 * (1 - (value - low) / span) : 50;
    path += `${drawing ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`;
    drawing = true;
  });
  return { values, low, high, path };
}

/** Linear between the recorded times. */
export function readTrace(times: Float32Array, values: Float32Array, t: number): number {
  const { index, weight } = bracket(times, t);
  return weight === 0 ? values[index]! : (1 - weight) * values[index]! + weight * values[index + 1]!;
}
