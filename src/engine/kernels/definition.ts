/**
 * @file The network once more, in plain f64 and from its definition only: values are evaluated, derivatives are differences.
 * Every kernel is measured against it, in the tests and by the self-test when the lab starts.
 *
 *     ∂f      ≈ (f(−2h) − 8 f(−h) + 8 f(h) − f(2h)) / 12h                             error O(h⁴)
 *     ∂²f     ≈ (−f(−2h) + 16 f(−h) − 30 f(0) + 16 f(h) − f(2h)) / 12h²               error O(h⁴)
 *     ∂₁∂₂f   = ¼ (∂² along (1, 1) − ∂² along (1, −1))                                polarisation
 */
import { activations } from "../../catalogue/activations.ts";
import { channelCount, featureCount, type JetChannels, type NetworkShape } from "./jets.ts";

/** N_o(ξ) for every output. */
function evaluate(shape: NetworkShape, theta: ArrayLike<number>, point: readonly number[]): number[] {
  const { dimension, width, depth, outputs, quadraticRank } = shape;
  const tau = point[dimension] ?? NaN;
  const { value: activated } = activations.get(shape.activation);
  let at = 0;
  const take = () => theta[at++] ?? NaN;
  let h: number[] = [...point];
  for (let j = 1; j <= shape.fourier; j++) h.push(Math.sin(2 * Math.PI * j * tau), Math.cos(2 * Math.PI * j * tau));
  if (h.length !== featureCount(shape)) throw new Error("features");
  for (let layer = 0; layer < depth; layer++) {
    const z = new Array<number>(width).fill(0);
    for (const input of h) for (let j = 0; j < width; j++) z[j] = (z[j] ?? NaN) + input * take();
    h = z.map((value) => activated(value + take()));
  }
  const result = Array.from({ length: outputs }, () => h.reduce((sum, value) => sum + value * take(), 0));
  for (let o = 0; o < outputs; o++) result[o] = (result[o] ?? NaN) + take();
  if (quadraticRank > 0) {
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < quadraticRank; i++) {
        const v = point.reduce((sum, x) => sum + x * take(), 0);
        result[o] = (result[o] ?? NaN) + 0.5 * v * v;
      }
    }
    for (let o = 0; o < outputs; o++) result[o] = point.reduce((sum, x) => sum + x * take(), result[o] ?? NaN);
  }
  return result;
}

const FIRST = [1 / 12, -8 / 12, 0, 8 / 12, -1 / 12];
const SECOND = [-1 / 12, 16 / 12, -30 / 12, 16 / 12, -1 / 12];

/** Derivative of order 1 or 2 of f along a line, at 0. */
export function finiteDifference(order: 1 | 2, f: (s: number) => number, h = 2e-3): number {
  const weights = order === 1 ? FIRST : SECOND;
  let sum = 0;
  weights.forEach((weight, i) => {
    if (weight !== 0) sum += weight * f((i - 2) * h);
  });
  return sum / (order === 1 ? h : h * h);
}

/** One sample's jets, [outputs · C], in the order of the contract. */
export function jetsAt(
  shape: NetworkShape,
  channels: JetChannels,
  theta: ArrayLike<number>,
  point: readonly number[],
  direction: readonly number[] = [],
): number[] {
  const { dimension: d, outputs } = shape;
  const along = (o: number, w: readonly number[]) => (s: number) =>
    evaluate(
      shape,
      theta,
      point.map((x, k) => x + s * (w[k] ?? 0)),
    )[o] ?? NaN;
  const axis = (k: number) => Array.from({ length: d + 1 }, (_, i) => (i === k ? 1 : 0));
  const jets: number[] = [];
  for (let o = 0; o < outputs; o++) {
    jets.push(along(o, [])(0));
    if (channels.gradient) for (let k = 0; k < d; k++) jets.push(finiteDifference(1, along(o, axis(k))));
    if (channels.time) jets.push(finiteDifference(1, along(o, axis(d))));
    if (channels.second === "direction") jets.push(finiteDifference(2, along(o, [...direction, 0])));
    if (channels.second === "laplacian") {
      let laplacian = 0;
      for (let k = 0; k < d; k++) laplacian += finiteDifference(2, along(o, axis(k)));
      jets.push(laplacian);
    }
    if (channels.second === "hessian") {
      const twice = (w: readonly number[]) => finiteDifference(2, along(o, w));
      jets.push(twice(axis(0)));
      if (d === 2) jets.push((twice([1, 1, 0]) - twice([1, -1, 0])) / 4, twice(axis(1)));
    }
  }
  if (jets.length !== outputs * channelCount(shape, channels)) throw new Error("channels");
  return jets;
}
