/**
 * @file The kernel on a GPU, in mirror mode: weights, moments and gradient live in arrays here, as the contract has it, and a
 * batch goes to the device and its answer comes back. Whatever works on a kernel works on this one.
 *
 *     forward    theta, points → J                           one dispatch
 *     backward   theta, points, gJ → partial, gPoints        one, and one that sums the groups' gradients
 *     update     here, in f64, on the mirrors
 */
import {
  assertInput,
  assertShape,
  channelCount,
  type JetChannels,
  type JetInput,
  type JetKernel,
  type NetworkShape,
  parameterCount,
} from "../jets.ts";
import { adamUpdate } from "../reference/adam.ts";
import { batchWgsl, BINDING } from "./batch-wgsl.ts";
import { createBuffers } from "./buffers.ts";
import { compile, type Gpu, submitAndRead } from "./device.ts";
import { groupsFor } from "./plan.ts";
import { paddedParameters } from "./parameters.ts";
import type { TileLibrary } from "./tile-wgsl.ts";
import { normParts, settingsBytes, updateGroups, updateUses, updateWgsl, writeSettings } from "./update-wgsl.ts";

/** Points that one submit takes; longer batches go in chunks. */
export const CHUNK = 16384;

interface Program {
  readonly library: TileLibrary;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

const UPDATE = { settings: 0, partial: 1, gradient: 2, report: 3, theta: 4, first: 5, second: 6, average: 7 } as const;

/** The sum of the groups' rows needs no optimiser. */
const NO_ADAM = { step: 1, rate: 0, beta1: 0, beta2: 0, epsilon: 1, clip: 0, ema: 1 };

export interface WebgpuKernel extends JetKernel {
  /** Bytes that the kernel holds on the device. */
  deviceBytes(): number;
}

export function createWebgpuKernel(shape: NetworkShape, gpu: Gpu): WebgpuKernel {
  assertShape(shape);
  const { device } = gpu;
  const parameters = parameterCount(shape);
  const padded = paddedParameters(shape);
  const array = () => new Float32Array(parameters);
  const [theta, gTheta, average] = [array(), array(), array()];
  const moments = { first: array(), second: array() };
  const weights = new Float32Array(padded.floats);
  const buffers = createBuffers(gpu);
  const programs = new Map<string, Promise<Program>>();
  let summing: Promise<Omit<Program, "library">> | undefined;
  const { COMPUTE } = GPUShaderStage;
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;

  /** A rejected compilation is not kept, so that the next call says it again. */
  const programFor = (channels: JetChannels, adjoint: boolean, points: boolean): Promise<Program> => {
    const key = [channels.gradient, channels.time, channels.second, adjoint, points].join(" ");
    const known = programs.get(key) ?? makeProgram(channels, adjoint, points);
    programs.set(key, known);
    known.catch(() => programs.delete(key));
    return known;
  };
  const makeProgram = async (channels: JetChannels, adjoint: boolean, points: boolean): Promise<Program> => {
    const library = batchWgsl({ shape, channels, adjoint, points, workgroupBytes: device.limits.maxComputeWorkgroupStorageSize });
    const used: (keyof typeof BINDING)[] = ["theta", "batch", "points", "out"];
    if (channels.second === "direction") used.push("directions");
    if (adjoint) used.push("scratch", "partial", "gJets");
    const writes = new Set<keyof typeof BINDING>(["scratch", "partial", "out"]);
    const layout = device.createBindGroupLayout({
      entries: used.map((name) => ({
        binding: BINDING[name],
        visibility: COMPUTE,
        buffer: { type: name === "batch" ? "uniform" : writes.has(name) ? "storage" : "read-only-storage" },
      })),
    });
    return { library, layout, pipeline: await compile(gpu, library.wgsl, "batch", layout) };
  };
  const makeSum = async (): Promise<Omit<Program, "library">> => {
    const layout = device.createBindGroupLayout({
      entries: updateUses("sum").map((name) => ({
        binding: UPDATE[name],
        visibility: COMPUTE,
        buffer: { type: name === "settings" ? "uniform" : "storage" },
      })),
    });
    return { layout, pipeline: await compile(gpu, updateWgsl(shape, "sum", UPDATE), "update", layout) };
  };

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

  const bind = (layout: GPUBindGroupLayout, numbers: Readonly<Record<string, number>>, bound: Record<string, GPUBuffer>) =>
    device.createBindGroup({
      layout,
      entries: Object.entries(bound).map(([name, buffer]) => ({ binding: numbers[name]!, resource: { buffer } })),
    });

  const dispatch = (encoder: GPUCommandEncoder, pipeline: GPUComputePipeline, group: GPUBindGroup, workgroups: number): void => {
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups);
    pass.end();
  };

  async function forwardChunk(input: JetInput, jets: Float32Array, from: Float32Array): Promise<void> {
    const { library, pipeline, layout } = await programFor(input.channels, false, false);
    const { groups, bound } = common(input, library, from);
    const bytes = 4 * input.n * shape.outputs * library.channels;
    const out = buffers.of("out", STORAGE | COPY_SRC, bytes);
    await buffers.staging(bytes, async (staging) => {
      const encode = (encoder: GPUCommandEncoder) => {
        dispatch(encoder, pipeline, bind(layout, BINDING, { ...bound, out }), groups);
        encoder.copyBufferToBuffer(out, 0, staging, 0, bytes);
      };
      jets.set(await submitAndRead(gpu, encode, staging, bytes));
    });
  }

  async function backwardChunk(input: JetInput, gJets: Float32Array, gPoints?: Float32Array): Promise<void> {
    summing ??= makeSum();
    const { library, pipeline, layout } = await programFor(input.channels, true, gPoints !== undefined);
    const sum = await summing;
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
        dispatch(encoder, pipeline, bind(layout, BINDING, adjoint), groups);
        const parts = bind(sum.layout, UPDATE, { settings: row, partial, gradient, report });
        dispatch(encoder, sum.pipeline, parts, updateGroups(shape, "sum"));
        encoder.copyBufferToBuffer(gradient, 0, staging, 0, gradientBytes);
        if (pointBytes > 0) encoder.copyBufferToBuffer(out, 0, staging, gradientBytes, pointBytes);
      };
      const numbers = await submitAndRead(gpu, encode, staging, gradientBytes + pointBytes);
      const flat = array();
      padded.unpack(numbers, flat);
      for (let i = 0; i < parameters; i++) gTheta[i]! += flat[i]!;
      gPoints?.set(numbers.subarray(padded.floats));
    });
  }

  const kernel: WebgpuKernel = {
    shape,
    route: "webgpu",
    theta,
    gTheta,
    average,
    moments,
    async forward(input, jets, averaged = false) {
      assertInput(shape, input);
      const columns = shape.outputs * channelCount(shape, input.channels);
      for (const { first, chunk } of chunksOf(shape, input))
        await forwardChunk(chunk, jets.subarray(first * columns), averaged ? average : theta);
    },
    async backward(input, gJets, gPoints) {
      assertInput(shape, input);
      const columns = shape.outputs * channelCount(shape, input.channels);
      for (const { first, chunk } of chunksOf(shape, input))
        await backwardChunk(chunk, gJets.subarray(first * columns), gPoints?.subarray(first * shape.dimension));
    },
    update: (settings) => adamUpdate(kernel, settings),
    deviceBytes: () => buffers.bytes(),
    dispose() {
      buffers.dispose();
    },
  };
  return kernel;
}

function chunksOf({ dimension: d }: NetworkShape, input: JetInput): { readonly first: number; readonly chunk: JetInput }[] {
  return Array.from({ length: Math.ceil(input.n / CHUNK) }, (_, i) => {
    const first = i * CHUNK;
    const chunk = {
      n: Math.min(CHUNK, input.n - first),
      channels: input.channels,
      points: input.points.subarray(first * (d + 1)),
      directions: input.directions?.subarray(first * d),
    };
    return { first, chunk };
  });
}
