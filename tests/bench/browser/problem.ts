/**
 * @file The steps by which routes are compared, as data: the same weights, points and loss for everybody.
 *
 *     pointwise   r = −∂tU + ½|∇U|² − ½σ²ΔU            loss = mean r²
 *     roll-out    ẋ = −∇U, RK4, K steps                loss = mean(½|x_T − c|² + ∫₀ᵀ ½|∇U|² dt)
 */
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import { type AdamSettings, type NetworkShape, parameterCount } from "../../../src/engine/kernels/jets.ts";
import { random } from "../../../src/math/random.ts";

const REFERENCE: NetworkShape = {
  dimension: 2,
  outputs: 1,
  width: 64,
  depth: 2,
  activation: "tanh",
  fourier: 0,
  quadraticRank: 0,
};

export const SIGMA = 0.5;
export const TARGET = 1;
export const HORIZON = 1;

export interface Problem {
  readonly shape: NetworkShape;
  readonly n: number;
  /** [P]. */
  readonly theta: Float32Array;
  /** [n, d + 1]; the last column is t ∈ [0, 1). */
  readonly points: Float32Array;
}

export function problemOf(change: Partial<NetworkShape> = {}, n = 1024): Problem {
  const shape: NetworkShape = { ...REFERENCE, ...change };
  const stream = random(1, "benchmark");
  const theta = new Float32Array(parameterCount(shape));
  initialise(shape, () => stream.normal(), {}, theta);
  const columns = shape.dimension + 1;
  const points = Float32Array.from({ length: n * columns }, (_, i) =>
    i % columns === shape.dimension ? stream.uniform() : stream.normal(),
  );
  return { shape, n, theta, points };
}

/** No clipping: the competitors would have to clip too. */
export function adamAt(step: number): AdamSettings {
  return { step, rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 0, ema: 0 };
}
