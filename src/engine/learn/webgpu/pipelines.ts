/**
 * @file A program made to run: pipelines, buffers and what is bound to what. Compilation goes on in the background.
 */
import type { NetworkShape } from "../../kernels/jets.ts";
import { compile, type Gpu } from "../../kernels/webgpu/device.ts";
import {
  normParts,
  settingsBytes,
  updateGroups,
  type UpdateStage,
  updateUses,
  updateWgsl,
  SETTINGS_STRIDE,
} from "../../kernels/webgpu/update-wgsl.ts";
import { GATHER_BINDINGS, gatherWgsl } from "./gather-wgsl.ts";
import type { Program } from "./program.ts";
import type { State } from "./state.ts";
import { BINDINGS, mostGroups } from "./term-wgsl.ts";

export interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly workgroups: number;
}

export interface Compiled {
  readonly terms: readonly Dispatch[];
  readonly updates: readonly Dispatch[];
  readonly gather: Pick<Dispatch, "pipeline" | "group">;
  /** Rows of the steps, and settings of their updates. */
  readonly rows: GPUBuffer;
  readonly settingsBuffer: GPUBuffer;
  readonly told: GPUBuffer;
  /** Forgets a step that went wrong: until then no other is taken. */
  clear(): void;
  dispose(): void;
}

const UPDATE_BINDINGS = { settings: 0, partial: 1, gradient: 2, theta: 3, first: 4, second: 5, average: 6, report: 7 } as const;

interface Bound {
  readonly type: GPUBufferBindingType;
  readonly resource: GPUBufferBinding;
  /** Whether a dynamic offset chooses the row. */
  readonly dynamic?: boolean;
}

const storage = (buffer: GPUBuffer): Bound => ({ type: "storage", resource: { buffer } });

async function dispatchOf(
  gpu: Gpu,
  shader: { readonly code: string; readonly entry: string; readonly workgroups: number },
  bound: ReadonlyMap<number, Bound>,
): Promise<Dispatch> {
  const layout = gpu.device.createBindGroupLayout({
    entries: [...bound].map(([binding, { type, dynamic = false }]) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type, hasDynamicOffset: dynamic },
    })),
  });
  const group = gpu.device.createBindGroup({
    layout,
    entries: [...bound].map(([binding, { resource }]) => ({ binding, resource })),
  });
  return { pipeline: await compile(gpu, shader.code, shader.entry, layout), group, workgroups: shader.workgroups };
}

/** What a program reads and writes, as long as it lives. */
function memoryFor(device: GPUDevice, shape: NetworkShape, { row, groups, names, shaders }: Program, most: number) {
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;
  const made: GPUBuffer[] = [];
  const make = (floats: number, usage: GPUBufferUsageFlags): GPUBuffer => {
    const buffer = device.createBuffer({ size: Math.max(16, 4 * floats), usage });
    made.push(buffer);
    return buffer;
  };
  const library = shaders[0]!.library;
  const rowsOfSums = mostGroups(library.partialRow);
  return {
    rowsOfSums,
    partial: make(library.partialFloats(groups), STORAGE | COPY_DST),
    scratch: make(Math.max(...shaders.map((s) => s.library.scratchFloats(s.groups))), STORAGE),
    stored: make(Math.max(...shaders.map((s) => s.storedFloats)), STORAGE),
    sums: make(most * rowsOfSums * names.length, STORAGE),
    gradient: make(library.parameterFloats, STORAGE),
    report: make(1 + most * normParts(shape), STORAGE | COPY_DST),
    told: make(most * (names.length + 1), STORAGE | COPY_SRC),
    rows: make((most * row.stride) / 4, UNIFORM | COPY_DST),
    settingsBuffer: make((most * SETTINGS_STRIDE) / 4, UNIFORM | COPY_DST),
    table(values: Float32Array): GPUBuffer {
      const buffer = make(values.length, STORAGE | COPY_DST);
      device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
      return buffer;
    },
    dispose() {
      for (const buffer of made) buffer.destroy();
    },
  };
}

export async function compileProgram(
  gpu: Gpu,
  shape: NetworkShape,
  program: Program,
  clipped: boolean,
  state: State,
  most: number,
): Promise<Compiled> {
  const { device } = gpu;
  const { row, names, shaders } = program;
  const memory = memoryFor(device, shape, program, most);
  const { rowsOfSums, partial, scratch, stored, sums, gradient, report, told, rows, settingsBuffer } = memory;

  const terms = shaders.map((shader) => {
    const bound = new Map<number, Bound>([
      [BINDINGS.theta, { type: "read-only-storage", resource: state.binding("theta") }],
      [BINDINGS.scratch, storage(scratch)],
      [BINDINGS.partial, storage(partial)],
      [BINDINGS.table, { type: "read-only-storage", resource: { buffer: memory.table(shader.table) } }],
      [BINDINGS.row, { type: "uniform", resource: { buffer: rows, size: row.stride }, dynamic: true }],
      [BINDINGS.sums, storage(sums)],
      ...(shader.storedFloats > 0 ? [[BINDINGS.stored, storage(stored)] as const] : []),
    ]);
    return dispatchOf(gpu, { code: shader.wgsl, entry: "main", workgroups: shader.groups }, bound);
  });
  const stages: readonly UpdateStage[] = clipped ? ["sum", "adam"] : ["sum-adam"];
  const updates = stages.map((stage) => {
    const all = {
      settings: { type: "uniform", resource: { buffer: settingsBuffer, size: settingsBytes(1) }, dynamic: true },
      partial: storage(partial),
      gradient: storage(gradient),
      report: storage(report),
      ...Object.fromEntries(
        (["theta", "first", "second", "average"] as const).map((s) => [s, { type: "storage", resource: state.binding(s) }]),
      ),
    } as Record<keyof typeof UPDATE_BINDINGS, Bound>;
    const bound = new Map(updateUses(stage).map((name) => [UPDATE_BINDINGS[name], all[name]] as const));
    const code = updateWgsl(shape, stage, UPDATE_BINDINGS);
    return dispatchOf(gpu, { code, entry: "update", workgroups: updateGroups(shape, stage) }, bound);
  });
  const gather = dispatchOf(
    gpu,
    { code: gatherWgsl(names.length, rowsOfSums, normParts(shape)), entry: "gather", workgroups: 0 },
    new Map<number, Bound>([
      [GATHER_BINDINGS.sums, { type: "read-only-storage", resource: { buffer: sums } }],
      [GATHER_BINDINGS.report, { type: "read-only-storage", resource: { buffer: report } }],
      [GATHER_BINDINGS.told, storage(told)],
    ]),
  );
  try {
    const [compiledTerms, compiledUpdates, compiledGather] = await Promise.all([Promise.all(terms), Promise.all(updates), gather]);
    return {
      ...{ terms: compiledTerms, updates: compiledUpdates, gather: compiledGather },
      ...{ rows, settingsBuffer, told },
      clear() {
        const encoder = device.createCommandEncoder();
        for (const buffer of [partial, report]) encoder.clearBuffer(buffer);
        device.queue.submit([encoder.finish()]);
      },
      dispose: memory.dispose,
    };
  } catch (error) {
    memory.dispose();
    throw error;
  }
}
