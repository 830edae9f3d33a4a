/**
 * @file How the work of a tile is shared out: a lane owns four columns of K samples and keeps all their channels in registers.
 *
 *     V = ⌈width / 4⌉,   slots = ⌊LANES / V⌋,   TILE = slots · K samples,   rows = TILE · C
 *     workgroup memory = 2 rows V · 16 bytes (jets of a layer, and their adjoint) + what the caller fills in and reads
 *
 * A weight that was loaded serves K · C rows, so fewer channels take more samples a lane. The loops below give up samples
 * until the tile fits the device.
 */
import { channelCount, type JetChannels, type NetworkShape } from "../jets.ts";
import { type PaddedParameters, paddedParameters } from "./parameters.ts";

/** Lanes of a workgroup: two warps, or one wavefront. With more, a row of 5 channels would not fit 16 kB. */
export const LANES = 64;

/** What every device has. */
const DEFAULT_WORKGROUP_BYTES = 16384;

/** Left to the shader that pastes the library. */
const RESERVED_BYTES = 2048;

/** More slots would only make the caller's arrays longer. */
const MOST_SLOTS = 16;

/** Accumulators of a product, in vec4s: beyond that registers spill on small GPUs. */
const MOST_ROWS_PER_LANE = 6;

/** Workgroups for a batch at most: enough for a large GPU to be busy, few enough that summing their gradients stays cheap. */
const MOST_GROUPS = 128;

/** Bytes that the groups' gradients may take together: half of the smallest storage binding that WebGPU allows. */
const MOST_PARTIAL_BYTES = 64 * 1024 * 1024;

/** How many workgroups share `tiles` tiles, if each has a gradient row of so many numbers. */
export function groupsFor(tiles: number, partialRow: number): number {
  return Math.max(1, Math.min(tiles, MOST_GROUPS, Math.floor(MOST_PARTIAL_BYTES / (4 * partialRow))));
}

export interface TilePlan {
  readonly shape: NetworkShape;
  readonly channels: JetChannels;
  readonly parameters: PaddedParameters;
  /** C. */
  readonly count: number;
  /** d or d + 1: channels that are first derivatives. */
  readonly linear: number;
  readonly slots: number;
  /** K. */
  readonly perLane: number;
  readonly tile: number;
  readonly workgroupBytes: number;
}

/** @throws RangeError if one sample alone does not fit. */
export function planTile(shape: NetworkShape, channels: JetChannels, limit = DEFAULT_WORKGROUP_BYTES): TilePlan {
  const parameters = paddedParameters(shape);
  const count = channelCount(shape, channels);
  const linear = channels.gradient ? shape.dimension + (channels.time ? 1 : 0) : 0;
  const most = Math.min(MOST_SLOTS, Math.floor(LANES / parameters.columns));
  for (let perLane = Math.min(4, Math.max(1, Math.floor(MOST_ROWS_PER_LANE / count))); perLane > 0; perLane--) {
    for (let slots = most; slots > most / 2; slots--) {
      const tile = slots * perLane;
      const workgroupBytes = bytesOf(shape, channels, count, parameters.columns, tile);
      if (workgroupBytes + RESERVED_BYTES <= limit)
        return { shape, channels, parameters, count, linear, slots, perLane, tile, workgroupBytes };
    }
  }
  for (let slots = Math.floor(most / 2); slots > 0; slots--) {
    const workgroupBytes = bytesOf(shape, channels, count, parameters.columns, slots);
    if (workgroupBytes + RESERVED_BYTES <= limit)
      return { shape, channels, parameters, count, linear, slots, perLane: 1, tile: slots, workgroupBytes };
  }
  throw new RangeError(`a tile of this network needs more than ${String(limit)} bytes of workgroup memory`);
}

function bytesOf(shape: NetworkShape, channels: JetChannels, count: number, columns: number, tile: number): number {
  const { dimension, outputs, fourier } = shape;
  const caller = dimension + 1 + (channels.second === "direction" ? dimension : 0) + 2 * outputs * count + dimension;
  return 32 * tile * count * columns + 4 * tile * (caller + 2 * fourier);
}
