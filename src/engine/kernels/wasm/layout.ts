/**
 * @file Where everything lies in a kernel's memory. Sizes follow from the shape alone, so memory never grows and views stay valid.
 *
 * The header at `HEADER_ADDRESS` is the class `Network` of network.assembly.ts, field by field.
 */
import { ACTIVATIONS, featureCount, type NetworkShape, parameterCount } from "../jets.ts";

/** Points that one call into the module takes; longer batches go in chunks. */
export const CHUNK = 1024;

/** As TILE_ROWS in network.assembly.ts. */
const TILE_ROWS = 60;

/** The first layer takes samples, not rows, by fours; with four channels that is 16 samples where 15 fill a tile. */
const Z_ROWS = 64;

/** Samples of a tile with one channel. */
const TILE_SAMPLES = TILE_ROWS;

/** C ≤ 1 + d + 1 + 1. */
const MOST_CHANNELS = 5;

/** Tiles of a chunk when a sample has most rows. */
export const MOST_TILES = Math.ceil(CHUNK / Math.floor(TILE_ROWS / MOST_CHANNELS));

/** Longest batch whose products are kept, in chunks; and what they may take, if it is more than one chunk. */
const MOST_KEPT_CHUNKS = 8;
const MOST_KEPT_BYTES = 2 ** 24;

/** Below it the compiler may place constants of its own. */
export const HEADER_ADDRESS = 4096;

const HEADER = [
  ...["dimension", "outputs", "width", "padded", "depth", "activation", "fourier", "features", "paddedFeatures", "rank"],
  ...["channels", "gradient", "time", "second"],
  ...["points", "directions", "jets", "gPoints", "theta", "average", "gTheta", "momentFirst", "momentSecond", "parameters"],
  ...["weights", "transposed", "biases", "output", "gWeights", "gBiases", "gOutput", "gBytes", "tail", "packed", "gTail"],
  ...["stride", "tile", "inputs", "inputBytes", "z", "h", "slopes", "adjoint", "nextAdjoint", "kept", "dots"],
] as const;

export type HeaderField = (typeof HEADER)[number];

/** Index into the header, seen as 32-bit integers. */
export function headerIndex(field: HeaderField): number {
  return HEADER.indexOf(field);
}

export interface MemoryLayout {
  readonly header: Int32Array;
  readonly pages: number;
  /** Chunks whose products have room. */
  readonly keptChunks: number;
  /** Byte address of a buffer or value of a size. */
  of(field: HeaderField): number;
}

export function memoryLayout(shape: NetworkShape): MemoryLayout {
  const { dimension, outputs, width, depth, fourier, quadraticRank } = shape;
  const padded = roundUp(width, 8);
  const features = featureCount(shape);
  const paddedFeatures = roundUp(features, 4);
  const parameters = parameterCount(shape);
  // Rows whose distance is a multiple of 256 bytes would share few cache sets, so every row gets 64 bytes more.
  const stride = padded * 4 + 64;
  const tile = TILE_ROWS * stride;
  const weights = (paddedFeatures + (depth - 1) * padded) * padded;

  let next = HEADER_ADDRESS + HEADER.length * 4;
  const reserve = (floats: number) => {
    const address = roundUp(next, 64);
    next = address + roundUp(floats, 16) * 4;
    return address;
  };
  const gradients = { gWeights: reserve(weights), gBiases: reserve(depth * padded), gOutput: reserve(outputs * padded) };
  const gBytes = roundUp(next, 64) - gradients.gWeights;
  const gTheta = reserve(parameters);
  const packed = reserve(parameters);
  const tail = outputs + (quadraticRank > 0 ? outputs * (quadraticRank + 1) * (dimension + 1) : 0);
  const chunkBytes = MOST_TILES * (depth - 1) * tile;
  const keptChunks = chunkBytes === 0 ? MOST_KEPT_CHUNKS : clamp(Math.floor(MOST_KEPT_BYTES / chunkBytes), 1, MOST_KEPT_CHUNKS);
  const tileMatrix = (count = 1) => reserve((count * tile) / 4);

  const values: Record<HeaderField, number> = {
    dimension,
    outputs,
    width,
    padded,
    depth,
    activation: ACTIVATIONS.indexOf(shape.activation),
    fourier,
    features,
    paddedFeatures,
    rank: quadraticRank,
    channels: 1,
    gradient: 0,
    time: 0,
    second: 0,
    points: reserve(CHUNK * (dimension + 1)),
    directions: reserve(CHUNK * dimension),
    jets: reserve(CHUNK * outputs * MOST_CHANNELS),
    gPoints: reserve(CHUNK * dimension),
    theta: reserve(parameters),
    average: reserve(parameters),
    gTheta,
    momentFirst: reserve(parameters),
    momentSecond: reserve(parameters),
    parameters,
    weights: reserve(weights),
    transposed: reserve((depth - 1) * padded * padded),
    biases: reserve(depth * padded),
    output: reserve(outputs * padded),
    ...gradients,
    gBytes,
    tail: packed + (parameters - tail) * 4,
    packed,
    gTail: gTheta + (parameters - tail) * 4,
    stride,
    tile,
    inputs: reserve(2 * TILE_SAMPLES * paddedFeatures),
    inputBytes: TILE_SAMPLES * paddedFeatures * 4,
    z: reserve((Z_ROWS * stride) / 4),
    // The forward pass alternates between two of them.
    h: tileMatrix(Math.max(depth, 2)),
    slopes: tileMatrix(depth),
    adjoint: tileMatrix(),
    nextAdjoint: tileMatrix(),
    kept: tileMatrix(keptChunks * MOST_TILES * (depth - 1)),
    dots: reserve(TILE_ROWS),
  };
  const header = Int32Array.from(HEADER, (field) => values[field]);
  return { header, pages: Math.ceil(next / 65536), keptChunks, of: (field) => values[field] };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
