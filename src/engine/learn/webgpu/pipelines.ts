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

export async function compileProgram(
  gpu: Gpu,
  shape: NetworkShape,
  program: Program,
  clipped: boolean,
  state: State,
  most: number,
): Promise<Compiled> {
  const { device } = gpu;
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;
  const { row, groups, names, shaders } = program;
  const made: GPUBuffer[] = [];
  const make = (floats: number, usage: GPUBufferUsageFlags): GPUBuffer => {
    const buffer = device.createBuffer({ size: Math.max(16, 4 * floats), usage });
    made.push(buffer);
    return buffer;
  };
  const library = shaders[0]!.library;
  const rowsOfSums = mostGroups(library.partialRow);
  const partial = make(library.partialFloats(groups), STORAGE | COPY_DST);
  const scratch = make(Math.max(...shaders.map((s) => s.library.scratchFloats(s.groups))), STORAGE);
  const stored = make(Math.max(...shaders.map((s) => s.storedFloats)), STORAGE);
  const sums = make(most * rowsOfSums * names.length, STORAGE);
  const gradient = make(library.parameterFloats, STORAGE);
  const report = make(1 + most * normParts(shape), STORAGE | COPY_DST);
  const told = make(most * (names.length + 1), STORAGE | COPY_SRC);
  const rows = make((most * row.stride) / 4, UNIFORM | COPY_DST);
  const settingsBuffer = make((most * SETTINGS_STRIDE) / 4, UNIFORM | COPY_DST);

  const storage = (buffer: GPUBuffer): Bound => ({ type: "storage", resource: { buffer } });
  const dispatchOf = async (code: string, entry: string, bound: ReadonlyMap<number, Bound>, workgroups: number): Promise<Dispatch> => {
    const layout = device.createBindGroupLayout({
      entries: [...bound].map(([binding, { type, dynamic = false }]) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type, hasDynamicOffset: dynamic },
      })),
    });
    const group = device.createBindGroup({ layout, entries: [...bound].map(([binding, { resource }]) => ({ binding, resource })) });
    return { pipeline: await compile(gpu, code, entry, layout), group, workgroups };
  };

  const terms = shaders.map((shader) => {
    const table = make(shader.table.length, STORAGE | COPY_DST);
    device.queue.writeBuffer(table, 0, shader.table as Float32Array<ArrayBuffer>);
    const bound = new Map<number, Bound>([
      [BINDINGS.theta, { type: "read-only-storage", resource: state.binding("theta") }],
      [BINDINGS.scratch, storage(scratch)],
      [BINDINGS.partial, storage(partial)],
      [BINDINGS.table, { type: "read-only-storage", resource: { buffer: table } }],
      [BINDINGS.row, { type: "uniform", resource: { buffer: rows, size: row.stride }, dynamic: true }],
      [BINDINGS.sums, storage(sums)],
      ...(shader.storedFloats > 0 ? [[BINDINGS.stored, storage(stored)] as const] : []),
    ]);
    return dispatchOf(shader.wgsl, "main", bound, shader.groups);
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
    return dispatchOf(updateWgsl(shape, stage, UPDATE_BINDINGS), "update", bound, updateGroups(shape, stage));
  });
  const gather = dispatchOf(
    gatherWgsl(names.length, rowsOfSums, normParts(shape)),
    "gather",
    new Map<number, Bound>([
      [GATHER_BINDINGS.sums, { type: "read-only-storage", resource: { buffer: sums } }],
      [GATHER_BINDINGS.report, { type: "read-only-storage", resource: { buffer: report } }],
      [GATHER_BINDINGS.told, storage(told)],
    ]),
    0,
  );
  const dispose = (): void => {
    for (const buffer of made) buffer.destroy();
  };
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
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
