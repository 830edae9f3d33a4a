/** @file One batch on the device: weights, points and cotangents go over, jets or gradients come back. */
import { type JetInput, type NetworkShape, parameterCount } from "../jets.ts";
import { BINDING } from "./batch-wgsl.ts";
import { createBuffers } from "./buffers.ts";
import { type Gpu, submitAndRead } from "./device.ts";
import { paddedParameters } from "./parameters.ts";
import { groupsFor } from "./plan.ts";
import { createPrograms, UPDATE } from "./programs.ts";
import type { TileLibrary } from "./tile-wgsl.ts";
import { normParts, settingsBytes, updateGroups, writeSettings } from "./update-wgsl.ts";

/** The sum of the groups' rows needs no optimiser. */
const NO_ADAM = { step: 1, rate: 0, beta1: 0, beta2: 0, epsilon: 1, clip: 0, ema: 1 };

export interface Batches {
  /** Jets of the network with these weights. */
  forward(input: JetInput, theta: Float32Array, jets: Float32Array): Promise<void>;
  /** Adds to `gTheta`; writes `gPoints`, if it is asked for. */
  backward(
    input: JetInput,
    theta: Float32Array,
    gJets: Float32Array,
    into: { readonly gTheta: Float32Array; readonly gPoints: Float32Array | undefined },
  ): Promise<void>;
  /** Held on the device. */
  bytes(): number;
  dispose(): void;
}

export function createBatches(shape: NetworkShape, gpu: Gpu): Batches {
  const { device } = gpu;
  const padded = paddedParameters(shape);
  const weights = new Float32Array(padded.floats);
  const buffers = createBuffers(gpu);
  const programs = createPrograms(shape, gpu);
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;

  const upload = (name: string, values: Float32Array, floats: number, usage: GPUBufferUsageFlags = STORAGE): GPUBuffer => {
    const buffer = buffers.of(name, usage | COPY_DST, 4 * floats);
    device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, 4 * floats);
    return buffer;
  };

  /** What both directions bind; the weights are those of this moment. */
  const common = (input: JetInput, library: TileLibrary, from: Float32Array) => {
    const { n, channels, points, directions } = input;
    padded.pack(from, weights);
    const groups = groupsFor(Math.ceil(n / library.tile), library.partialRow);
    const size = Uint32Array.of(n, groups, 0, 0);
    const batch = buffers.of("batch", UNIFORM | COPY_DST, size.byteLength);
    device.queue.writeBuffer(batch, 0, size);
    const bound: Partial<Record<keyof typeof BINDING, GPUBuffer>> = {
      theta: upload("theta", weights, padded.floats),
      batch,
      points: upload("points", points, n * (shape.dimension + 1)),
    };
    if (channels.second === "direction" && directions !== undefined)
      bound.directions = upload("directions", directions, n * shape.dimension);
    return { groups, bound };
  };

  async function forward(input: JetInput, theta: Float32Array, jets: Float32Array): Promise<void> {
    const { library, pipeline, layout } = await programs.batch(input.channels, false, false);
    const { groups, bound } = common(input, library, theta);
    const bytes = 4 * input.n * shape.outputs * library.channels;
    const out = buffers.of("out", STORAGE | COPY_SRC, bytes);
    await buffers.staging(bytes, async (staging) => {
      const encode = (encoder: GPUCommandEncoder) => {
        dispatch(encoder, pipeline, bind(device, layout, BINDING, { ...bound, out }), groups);
        encoder.copyBufferToBuffer(out, 0, staging, 0, bytes);
      };
      jets.set(await submitAndRead(gpu, encode, staging, bytes));
    });
  }

  const backward: Batches["backward"] = async (input, theta, gJets, { gTheta, gPoints }) => {
    const { library, pipeline, layout } = await programs.batch(input.channels, true, gPoints !== undefined);
    const sum = await programs.sum();
    const { groups, bound } = common(input, library, theta);
    const settings = new DataView(new ArrayBuffer(settingsBytes(1)));
    writeSettings(settings, 0, groups, NO_ADAM);
    const row = buffers.of("settings", UNIFORM | COPY_DST, settings.byteLength);
    device.queue.writeBuffer(row, 0, settings.buffer);
    const pointBytes = gPoints === undefined ? 0 : 4 * input.n * shape.dimension;
    const out = buffers.of("out", STORAGE | COPY_SRC, Math.max(4, pointBytes));
    const partial = buffers.of("partial", STORAGE | COPY_DST, 4 * library.partialFloats(groups));
    const gradient = buffers.of("gradient", STORAGE | COPY_SRC, 4 * padded.floats);
    const report = buffers.of("report", STORAGE, 4 * (1 + normParts(shape)));
    const adjoint = {
      ...bound,
      gJets: upload("gJets", gJets, input.n * shape.outputs * library.channels),
      scratch: buffers.of("scratch", STORAGE, 4 * library.scratchFloats(groups)),
      partial,
      out,
    };
    const gradientBytes = 4 * padded.floats;
    await buffers.staging(gradientBytes + pointBytes, async (staging) => {
      const encode = (encoder: GPUCommandEncoder) => {
        encoder.clearBuffer(partial, 0, 4 * library.partialFloats(groups)); // groups of another batch were fewer or more
        dispatch(encoder, pipeline, bind(device, layout, BINDING, adjoint), groups);
        const parts = bind(device, sum.layout, UPDATE, { settings: row, partial, gradient, report });
        dispatch(encoder, sum.pipeline, parts, updateGroups(shape, "sum"));
        encoder.copyBufferToBuffer(gradient, 0, staging, 0, gradientBytes);
        if (pointBytes > 0) encoder.copyBufferToBuffer(out, 0, staging, gradientBytes, pointBytes);
      };
      const numbers = await submitAndRead(gpu, encode, staging, gradientBytes + pointBytes);
      const flat = new Float32Array(parameterCount(shape));
      padded.unpack(numbers, flat);
      for (let i = 0; i < flat.length; i++) gTheta[i]! += flat[i]!;
      gPoints?.set(numbers.subarray(padded.floats));
    });
  };

  return { forward, backward, bytes: () => buffers.bytes(), dispose: () => buffers.dispose() };
}

function bind(
  device: GPUDevice,
  layout: GPUBindGroupLayout,
  numbers: Readonly<Record<string, number>>,
  bound: Readonly<Record<string, GPUBuffer>>,
): GPUBindGroup {
  const entries = Object.entries(bound).map(([name, buffer]) => ({ binding: numbers[name]!, resource: { buffer } }));
  return device.createBindGroup({ layout, entries });
}

function dispatch(encoder: GPUCommandEncoder, pipeline: GPUComputePipeline, group: GPUBindGroup, workgroups: number): void {
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(workgroups);
  pass.end();
}
