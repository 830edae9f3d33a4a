/**
 * @file Where everything lies in a kernel's memory. Sizes follow from the shape alone, so memory never grows and views stay valid.
 *
 * The header at `HEADER_ADDRESS` is the class `Network` of network.assembly.ts, field by field.
 */
import { activations } from "../../../catalogue/activations.ts";
import { featureCount, type NetworkShape, parameterCount } from "../jets.ts";

/** As TILE_ROWS in network.assembly.ts. */
const TILE_ROWS = 60;

/** The first layer takes samples, not rows, by fours; with six channels that is 12 samples where 10 fill a tile. */
const Z_ROWS = 72;

/** Samples of a tile with one channel. */
const TILE_SAMPLES = TILE_ROWS;

/**
 * Tiles of a part at most: what the module takes at a time, and what a thread takes at a time. Each part's gradient begins at zero
 * and is added, which costs 1 % of a step if parts are as long as this.
 */
const PART_TILES = 11;

/** A batch of fewer tiles is one part. */
const LEAST_SHARED_TILES = 12;

/** Rows of a part: the samples if there is one channel. */
export const PART_ROWS = PART_TILES * TILE_ROWS;

/** Tiles whose products are kept, where they have room: 1,024 samples with five channels always, 8,192 at most. */
const LEAST_KEPT_TILES = 8 * PART_TILES;
const MOST_KEPT_TILES = 64 * PART_TILES;
const MOST_KEPT_BYTES = 2 ** 24;

/** How a batch is cut. It follows from the batch alone, never from who computes: the sum over the parts has one order. */
export interface Partition {
  readonly parts: number;
  /** Samples and tiles of every part but the last. */
  readonly samples: number;
  readonly tiles: number;
}

/** Parts are equally long and of an even number, so that they can be dealt out: 1,024 samples with five channels are 8 of 132. */
export function partitionOf(n: number, channels: number): Partition {
  const tileSamples = Math.floor(TILE_ROWS / channels);
  const all = Math.ceil(n / tileSamples);
  const tiles = all < LEAST_SHARED_TILES ? Math.max(all, 1) : Math.ceil(all / (2 * Math.ceil(all / (2 * PART_TILES))));
  return { parts: Math.ceil(all / tiles), samples: tiles * tileSamples, tiles };
}

/** Below it the compiler may place constants of its own. */
export const HEADER_ADDRESS = 4096;

const HEADER = [
  ...["dimension", "outputs", "width", "padded", "depth", "activation", "fourier", "features", "paddedFeatures", "rank"],
  ...["channels", "gradient", "time", "second"],
  ...["points", "directions", "jets", "gPoints", "theta", "average", "gTheta", "momentFirst", "momentSecond", "parameters"],
  ...["weights", "transposed", "biases", "output", "gWeights", "gBiases", "gOutput", "gTail", "gBytes", "gSum", "tail", "packed"],
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
  /** Tiles whose products have room. */
  readonly keptTiles: number;
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
  const tail = outputs + (quadraticRank > 0 ? outputs * (quadraticRank + 1) * (dimension + 1) : 0);
  const gradient = {
    gWeights: reserve(weights),
    gBiases: reserve(depth * padded),
    gOutput: reserve(outputs * padded),
    gTail: reserve(tail),
  };
  const gBytes = roundUp(next, 64) - gradient.gWeights;
  const packed = reserve(parameters);
  const productBytes = (depth - 1) * tile;
  const keptTiles =
    productBytes === 0 ? MOST_KEPT_TILES : clamp(Math.floor(MOST_KEPT_BYTES / productBytes), LEAST_KEPT_TILES, MOST_KEPT_TILES);
  const tileMatrix = (count = 1) => reserve((count * tile) / 4);

  const values: Record<HeaderField, number> = {
    dimension,
    outputs,
    width,
    padded,
    depth,
    activation: [...activations.all.keys()].indexOf(shape.activation),
    fourier,
    features,
    paddedFeatures,
    rank: quadraticRank,
    channels: 1,
    gradient: 0,
    time: 0,
    second: 0,
    points: reserve(PART_ROWS * (dimension + 1)),
    directions: reserve(PART_ROWS * dimension),
    jets: reserve(PART_ROWS * outputs),
    gPoints: reserve(PART_ROWS * dimension),
    theta: reserve(parameters),
    average: reserve(parameters),
    gTheta: reserve(parameters),
    momentFirst: reserve(parameters),
    momentSecond: reserve(parameters),
    parameters,
    weights: reserve(weights),
    transposed: reserve((depth - 1) * padded * padded),
    biases: reserve(depth * padded),
    output: reserve(outputs * padded),
    ...gradient,
    gBytes,
    gSum: reserve(gBytes / 4),
    tail: packed + (parameters - tail) * 4,
    packed,
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
    kept: tileMatrix(keptTiles * (depth - 1)),
    dots: reserve(TILE_ROWS),
  };
  const header = Int32Array.from(HEADER, (field) => values[field]);
  return { header, pages: Math.ceil(next / 65536), keptTiles, of: (field) => values[field] };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
