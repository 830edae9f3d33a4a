/** @file The kernel's shaders, compiled when they are first asked for. */
import type { JetChannels, NetworkShape } from "../jets.ts";
import { batchWgsl, BINDING } from "./batch-wgsl.ts";
import { compile, type Gpu } from "./device.ts";
import type { TileLibrary } from "./tile-wgsl.ts";
import { updateUses, updateWgsl } from "./update-wgsl.ts";

interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export interface Programs {
  /** Jets of a batch, or their adjoint; `points`: with the gradient at the points. */
  batch(channels: JetChannels, adjoint: boolean, points: boolean): Promise<Compiled & { readonly library: TileLibrary }>;
  /** The sum of the groups' gradients. */
  sum(): Promise<Compiled>;
}

export const UPDATE = { settings: 0, partial: 1, gradient: 2, report: 3, theta: 4, first: 5, second: 6, average: 7 } as const;

export function createPrograms(shape: NetworkShape, gpu: Gpu): Programs {
  const { device } = gpu;
  const known = new Map<string, ReturnType<Programs["batch"]>>();
  let summing: Promise<Compiled> | undefined;

  async function compileBatch(channels: JetChannels, adjoint: boolean, points: boolean) {
    const library = batchWgsl({ shape, channels, adjoint, points, workgroupBytes: device.limits.maxComputeWorkgroupStorageSize });
    const used: (keyof typeof BINDING)[] = ["theta", "batch", "points", "out"];
    if (channels.second === "direction") used.push("directions");
    if (adjoint) used.push("scratch", "partial", "gJets");
    const writes = new Set<keyof typeof BINDING>(["scratch", "partial", "out"]);
    const layout = layoutOf(used, BINDING, (name) => (name === "batch" ? "uniform" : writes.has(name) ? "storage" : "read-only-storage"));
    return { library, layout, pipeline: await compile(gpu, library.wgsl, "batch", layout) };
  }

  async function compileSum(): Promise<Compiled> {
    const layout = layoutOf(updateUses("sum"), UPDATE, (name) => (name === "settings" ? "uniform" : "storage"));
    return { layout, pipeline: await compile(gpu, updateWgsl(shape, "sum", UPDATE), "update", layout) };
  }

  function layoutOf<N extends string>(
    names: readonly N[],
    bindings: Readonly<Record<N, number>>,
    type: (name: N) => GPUBufferBindingType,
  ): GPUBindGroupLayout {
    const visibility = GPUShaderStage.COMPUTE;
    return device.createBindGroupLayout({
      entries: names.map((name) => ({ binding: bindings[name], visibility, buffer: { type: type(name) } })),
    });
  }

  return {
    batch(channels, adjoint, points) {
      const key = [channels.gradient, channels.time, channels.second, adjoint, points].join(" ");
      const made = known.get(key) ?? compileBatch(channels, adjoint, points);
      known.set(key, made);
      // A rejected compilation is not kept, so that the next call says it again.
      made.catch(() => known.delete(key));
      return made;
    },
    sum: () => (summing ??= compileSum()),
  };
}
