/**
 * @file The header that layout.ts writes at the start of memory: sizes, then the addresses of every buffer.
 *
 * The fields are 32-bit integers in the order of `HEADER` in layout.ts. An address is the first byte of an f32 buffer.
 */

/** Rows of a tile. A multiple of 4 and of 1 … 6, the numbers of channels but for 7, which leave 4 rows over; 40 to 200 measured alike. */
export const TILE_ROWS: i32 = 60;

@unmanaged
export class Network {
  dimension: i32;
  outputs: i32;
  /** Columns of W₁ … W_D as theta stores them. */
  width: i32;
  /** The same, padded to a multiple of 8. Padded weights are 0, so padded lanes never reach an output. */
  padded: i32;
  depth: i32;
  activation: i32;
  fourier: i32;
  features: i32;
  /** Features, padded to a multiple of 4. */
  paddedFeatures: i32;
  rank: i32;

  /** C: channels per output. */
  channels: i32;
  /** 1 if ∂₁ … ∂_d are carried. */
  gradient: i32;
  /** 1 if ∂τ is carried. */
  time: i32;
  /** 0: no second order, 1: Laplacian, 2: along one direction per sample, 3: the Hessian of the plane, ∂₁₁, ∂₁₂, ∂₂₂. */
  second: i32;

  points: usize;
  directions: usize;
  jets: usize;
  gPoints: usize;
  theta: usize;
  average: usize;
  gTheta: usize;
  momentFirst: usize;
  momentSecond: usize;
  parameters: i32;

  /** Panels of W₁ … W_D, and of W₂ᵀ … W_Dᵀ. */
  weights: usize;
  transposed: usize;
  biases: usize;
  /** [outputs, padded]. */
  output: usize;
  /** The gradient of one part of a batch: offset, A and slope, which theta's tail holds, in `gTail`. */
  gWeights: usize;
  gBiases: usize;
  gOutput: usize;
  gTail: usize;
  /** Bytes of the four, which lie side by side. */
  gBytes: i32;
  /** The sum over the parts so far, laid out like the four. */
  gSum: usize;
  /** Where offset, A and slope of the parameters in use begin. */
  tail: usize;
  /** What the panels were packed from, [parameters]. */
  packed: usize;

  /** Bytes from row to row of a tile matrix. */
  stride: usize;
  /** Bytes of a tile matrix. */
  tile: usize;
  /** Tile matrices: inputs [2, samples, paddedFeatures]; z₁; h and slopes for every layer; two for the adjoint. */
  inputs: usize;
  /** Bytes of the first half of `inputs`. */
  inputBytes: usize;
  z: usize;
  h: usize;
  slopes: usize;
  adjoint: usize;
  nextAdjoint: usize;
  /** z₂ … z_D for every tile of every part of a batch that is not too long. */
  kept: usize;
  /** [rows] of numbers: the last layer against one output row. */
  dots: usize;
}

/** Samples in a tile. */
export function tileSamples(net: Network): i32 {
  return TILE_ROWS / net.channels;
}

/** Channels of second order: the last ones. */
export function secondRows(net: Network): i32 {
  return net.second == 3 ? 3 : net.second != 0 ? 1 : 0;
}

/** Derivatives of the activation that the channels need; the adjoint needs one more. */
export function slopeOrder(net: Network): i32 {
  if (net.second != 0) return 2;
  return net.gradient;
}

/** Columns of a layer's input, padded. */
export function innerOf(net: Network, layer: i32): usize {
  return <usize>(layer == 1 ? net.paddedFeatures : net.padded);
}

/** Address of layer `layer` in a buffer that holds W₁, W₂, … in panels. */
export function panelsOf(net: Network, buffer: usize, layer: i32): usize {
  if (layer == 1) return buffer;
  return buffer + <usize>((net.paddedFeatures + (layer - 2) * net.padded) * net.padded * 4);
}

/** Address of W_layerᵀ, layer ≥ 2. */
export function transposedOf(net: Network, layer: i32): usize {
  return net.transposed + <usize>((layer - 2) * net.padded * net.padded * 4);
}
