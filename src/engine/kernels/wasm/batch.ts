/** @file A batch on its way through the kernel, cut into parts: what each instance of the module is given of it. */
import { channelCount, type JetInput, type NetworkShape } from "../jets.ts";
import type { Instance, BatchPart, Samples } from "./instance.ts";
import { type Partition, partitionOf } from "./layout.ts";

export interface Batch extends Partition {
  readonly input: JetInput;
  /** Evaluated with the moving average. */
  readonly averaged: boolean;
  /** Rows of a sample: one for each channel. */
  readonly channels: number;
  /** As in `Part`. */
  readonly mark: number;
}

export function batchOf(shape: NetworkShape, input: JetInput, averaged: boolean): Omit<Batch, "mark"> {
  const channels = channelCount(shape, input.channels);
  return { input, averaged, channels, ...partitionOf(input.n, channels) };
}

export function partOf({ mark, tiles }: Batch, index: number): BatchPart {
  return { index, slot: index * tiles, mark };
}

export function samplesOf({ input, samples }: Batch, index: number): Samples {
  const first = index * samples;
  return { first, count: Math.min(samples, input.n - first), points: input.points, directions: input.directions };
}

export function forwardPart(instance: Instance, batch: Batch, index: number, jets: Float32Array): void {
  const samples = samplesOf(batch, index);
  instance.forward(partOf(batch, index), samples);
  instance.readJets(samples, jets);
}

/** Leaves the gradient of the part in the instance. */
export function backwardPart(
  instance: Instance,
  batch: Batch,
  index: number,
  gJets: Float32Array,
  gPoints: Float32Array | undefined,
): void {
  const samples = samplesOf(batch, index);
  instance.backward(partOf(batch, index), samples, gJets, gPoints !== undefined);
  if (gPoints !== undefined) instance.readPoints(samples, gPoints);
}
