/**
 * @file Jets: a network and its derivatives in space and time, carried forward through the layers in closed form.
 *
 *     input      ξ = (y, τ)                                                      [n, d + 1]
 *     features   φ(ξ) = (y, τ)  or  (y, τ, sin 2πjτ, cos 2πjτ, j = 1 … m)        [n, F]
 *     layers     h₀ = φ,   z_l = h_{l−1} W_l + b_l,   h_l = a(z_l)               [n, width]
 *     output     N_o = h_D·w_o + c_o + ½|A_o ξ|² + β_o·ξ                         (quadratic part only if its rank > 0)
 *     jets       N | ∂₁N … ∂_dN | ∂τN | D²N                                      per output o, as far as asked for
 *
 * The second-order channel is D²N = Σ_k ∂²N/∂w_k²: the coordinate directions give the Laplacian, one direction w per
 * sample gives wᵀ∇²N w (sliced score matching). The whole Hessian is ∂₁₁N, ∂₁₂N, ∂₂₂N: three channels in the plane, and on the
 * line the Laplacian itself. Time never enters it.
 *
 * Three implementations answer to this one contract: `reference` (composed tfjs operations, the oracle), `wasm` and
 * `webgpu`. The adjoint recomputes the layers tile by tile; no tape outlives a batch.
 */
import { DEPTH, WIDTH } from "../../catalogue/limits.ts";

export interface NetworkShape {
  /** d: the dimension of space. */
  readonly dimension: 1 | 2;
  /** 1 for a potential, d for a vector field. */
  readonly outputs: 1 | 2;
  /** Within `WIDTH`; implementations may pad to a multiple of 4, the parameter layout does not change. */
  readonly width: number;
  /** Hidden layers, within `DEPTH`. */
  readonly depth: number;
  /** An id of catalogue/activations/. */
  readonly activation: string;
  /** m: pairs of Fourier features of τ; 0 means raw time. */
  readonly fourier: number;
  /** r: rank of the quadratic part; 0 means none (then neither A nor β exist). */
  readonly quadraticRank: number;
}

/** Which channels are wanted. Channel order in J is always: value, gradient, time, second. */
export interface JetChannels {
  /** ∂₁N … ∂_dN. Required by `time` and `second`. */
  readonly gradient: boolean;
  /** ∂τN. */
  readonly time: boolean;
  /** D²N: along the coordinate axes (the Laplacian) or along one given direction per sample; or the whole Hessian. */
  readonly second: "none" | "laplacian" | "direction" | "hessian";
}

/** How many channels per output are of second order. */
export function secondCount({ dimension }: Pick<NetworkShape, "dimension">, { second }: Pick<JetChannels, "second">): number {
  if (second === "none") return 0;
  return second === "hessian" ? (dimension * (dimension + 1)) / 2 : 1;
}

/** C: channels per output. */
export function channelCount(shape: NetworkShape, channels: JetChannels): number {
  return 1 + (channels.gradient ? shape.dimension : 0) + (channels.time ? 1 : 0) + secondCount(shape, channels);
}

/** A named block of the flat parameter vector, row-major. */
export interface ParameterBlock {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
}

/** F: number of input features. */
export function featureCount(shape: NetworkShape): number {
  return shape.dimension + 1 + 2 * shape.fourier;
}

/**
 * The flat layout of theta: W1 [F, width], b1, W2 [width, width], b2, …, then per network `output` [outputs, width],
 * `offset` [outputs], and with a quadratic part `A` [outputs · r, d + 1] and `slope` [outputs, d + 1].
 */
export function parameterBlocks(shape: NetworkShape): ParameterBlock[] {
  const blocks: ParameterBlock[] = [];
  let offset = 0;
  const push = (name: string, rows: number, columns: number) => {
    blocks.push({ name, rows, columns, offset });
    offset += rows * columns;
  };
  for (let layer = 1; layer <= shape.depth; layer++) {
    push(`W${String(layer)}`, layer === 1 ? featureCount(shape) : shape.width, shape.width);
    push(`b${String(layer)}`, 1, shape.width);
  }
  push("output", shape.outputs, shape.width);
  push("offset", 1, shape.outputs);
  if (shape.quadraticRank > 0) {
    push("A", shape.outputs * shape.quadraticRank, shape.dimension + 1);
    push("slope", shape.outputs, shape.dimension + 1);
  }
  return blocks;
}

export function parameterCount(shape: NetworkShape): number {
  const blocks = parameterBlocks(shape);
  const last = blocks[blocks.length - 1];
  return last === undefined ? 0 : last.offset + last.rows * last.columns;
}

/** One batch of points. Arrays may be longer than needed; only the first n rows count. */
export interface JetInput {
  readonly n: number;
  /** ξ = (y, τ), row-major [n, d + 1]. */
  readonly points: Float32Array;
  readonly channels: JetChannels;
  /** [n, d]; only read when `channels.second` is "direction". */
  readonly directions?: Float32Array;
}

/** Wasm answers at once (void); what runs on a GPU has to be awaited. */
export type Maybe = void | Promise<void>;

/** [n], [n] and [d][n]. */
export interface PopulationFields {
  readonly logDensity: Float64Array;
  readonly laplacian: Float64Array;
  readonly score: readonly Float64Array[];
}

/**
 * A network's parameters together with the operations on them. `theta`, `gTheta`, `average` keep their identity for the
 * life of the kernel (views into wasm memory on that route), so callers may hold on to them.
 */
export interface JetKernel {
  readonly shape: NetworkShape;
  readonly route: "wasm" | "webgpu" | "reference" | "grid" | "kernels";
  /** [P]: the weights, in the layout of `parameterBlocks`. */
  readonly theta: Float32Array;
  /** [P]: the gradient that `backward` adds to and `update` consumes and clears. */
  readonly gTheta: Float32Array;
  /** [P]: exponential moving average of theta. */
  readonly average: Float32Array;
  /** First and second moments of Adam, [P] each: part of a checkpoint. */
  readonly moments: { readonly first: Float32Array; readonly second: Float32Array };
  /**
   * J[n, outputs · C], row-major: for each sample, output 0's channels, then output 1's. Any n: implementations chunk.
   * `averaged` evaluates with the moving average instead of theta.
   */
  forward(input: JetInput, jets: Float32Array, averaged?: boolean): Maybe;
  /** log ρ, Δlog ρ and ∇log ρ at points as in `JetInput`, where what answers here knows its population too. */
  population?(points: Float32Array, n: number, out: PopulationFields): void;
  /**
   * gTheta += Σ_n gJ·∂J/∂theta, and, where asked for, gPoints[n, d] = gJ·∂J/∂y (overwritten; time has no adjoint).
   */
  backward(input: JetInput, gJets: Float32Array, gPoints?: Float32Array): Maybe;
  /**
   * Clip gTheta to `clip` in global L2 norm (0: never), one Adam step, average ← ema·average + (1−ema)·theta, clear
   * gTheta. `step` counts from 1. Returns the norm before clipping. If that is not finite, no step is taken: the weights
   * are still good, and the caller has been told.
   */
  update(settings: AdamSettings): number;
  dispose(): void;
}

export interface AdamSettings {
  readonly step: number;
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Largest global L2 norm of the gradient; 0 switches clipping off. */
  readonly clip: number;
  /** Decay of the moving average for this step; 0 copies theta. */
  readonly ema: number;
}

const within = (value: number, { min, max }: typeof WIDTH): boolean => Number.isInteger(value) && value >= min && value <= max;

/** Throws where the sizes do not fit what the module was built for. */
export function assertShape(shape: NetworkShape): void {
  const { width, depth, fourier, quadraticRank } = shape;
  const whole = Number.isInteger(fourier) && Number.isInteger(quadraticRank);
  if (!whole || !within(width, WIDTH) || !within(depth, DEPTH) || fourier < 0 || quadraticRank < 0)
    throw new RangeError(`network shape out of range: ${JSON.stringify(shape)}`);
}

/** Throws on arrays that are too short and on channels without what they are built from. */
export function assertInput(shape: NetworkShape, input: JetInput): void {
  const { n, channels } = input;
  if (!channels.gradient && (channels.time || channels.second !== "none"))
    throw new Error("the time and second-order channels need the gradient channels");
  if (input.points.length < n * (shape.dimension + 1)) throw new RangeError(`${String(n)} points asked for, fewer given`);
  if (channels.second === "direction" && (input.directions?.length ?? 0) < n * shape.dimension)
    throw new RangeError("the second derivative along directions needs a direction for every point");
}
