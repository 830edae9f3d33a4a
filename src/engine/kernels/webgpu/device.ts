/**
 * @file The device of the kernels, asked of `navigator.gpu`, and its complaints. WebGPU reports a broken shader on the side and goes on
 * with zeros: nothing here is believed before it was asked whether anything went wrong.
 */

export interface Gpu {
  readonly device: GPUDevice;
  /** An adapter that computes on the CPU. */
  readonly software: boolean;
  /** As the browser gives it away: vendor and architecture. */
  readonly name: string;
  /** Resolves with the reason when the device is gone. */
  readonly lost: Promise<string>;
  /** @throws what went wrong since the device was opened */
  check(): void;
  /** Compiled before, by their text: a run that starts again does not wait again. */
  readonly pipelines: Map<string, Promise<GPUComputePipeline>>;
}

/** Texts that are remembered; the oldest goes first. */
const MOST_PIPELINES = 64;

/** @throws Error "no WebGPU adapter" */
export async function findAdapter(gpu: GPU | undefined): Promise<GPUAdapter> {
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null || adapter === undefined) throw new Error("There is no WebGPU adapter here.");
  return adapter;
}

/** The specification's own mark, and the names under which Chromium's and Mesa's CPU drivers go. */
export function isSoftware({ info }: GPUAdapter): boolean {
  const names = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`.toLowerCase();
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|microsoft basic render|\bgoogle\b/.test(names);
}

/** What `tileLibrary`, a batch and a large run ask for; the specification promises a device a fraction of it unless it is asked. */
const LIMITS = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** All that the adapter has of what the kernels need. An adapter gives one device: the next asks for another adapter. */
export async function openDevice(adapter: GPUAdapter): Promise<Gpu> {
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  return watch(await adapter.requestDevice({ requiredLimits }), adapter);
}

/** `navigator.gpu`, wherever this runs. */
export const gpuOfNavigator = (): GPU | undefined => (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;

function watch(device: GPUDevice, adapter: GPUAdapter): Gpu {
  let failure: string | undefined;
  let gone: string | undefined;
  device.addEventListener("uncapturederror", (event) => {
    failure ??= event.error.message;
  });
  const lost = device.lost.then(({ message, reason }) => {
    gone = message === "" ? reason : message;
    return gone;
  });
  return {
    device,
    software: isSoftware(adapter),
    name: [adapter.info.vendor, adapter.info.architecture].filter((part) => part !== "").join(" ") || "unnamed",
    lost,
    pipelines: new Map(),
    check() {
      if (gone !== undefined) throw new DeviceLost(gone);
      if (failure !== undefined) throw new Error(`WebGPU reports: ${failure}`);
    },
  };
}

export class DeviceLost extends Error {
  constructor(reason: string) {
    super(`The GPU was lost: ${reason}`);
    this.name = "DeviceLost";
  }
}

/** Compiles in the background. @throws Error with the compiler's own lines where the text is not right */
export async function compile(gpu: Gpu, code: string, entryPoint: string, layout: GPUBindGroupLayout): Promise<GPUComputePipeline> {
  const { pipelines } = gpu;
  const known = pipelines.get(code) ?? compileAnew(gpu, code, entryPoint, layout);
  pipelines.delete(code);
  pipelines.set(code, known);
  const [oldest] = pipelines.keys();
  if (pipelines.size > MOST_PIPELINES && oldest !== undefined) pipelines.delete(oldest);
  known.catch(() => pipelines.delete(code));
  return known;
}

async function compileAnew(gpu: Gpu, code: string, entryPoint: string, layout: GPUBindGroupLayout): Promise<GPUComputePipeline> {
  const { device } = gpu;
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code });
  const scope = device.popErrorScope();
  const [error, info] = await Promise.all([scope, module.getCompilationInfo()]);
  const faults = info.messages.filter(({ type }) => type === "error");
  if (error !== null || faults.length > 0) {
    const lines = faults.map((fault) => `${fault.message} at "${(code.split("\n")[fault.lineNum - 1] ?? "").trim()}"`);
    throw new Error(`A shader does not compile: ${lines.join("; ") || (error?.message ?? "no reason given")}`);
  }
  return device.createComputePipelineAsync({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint },
  });
}

/** Submits what `encode` records, and waits for the numbers in `from`. @throws what WebGPU found wrong with it */
export async function submitAndRead(
  gpu: Gpu,
  encode: (encoder: GPUCommandEncoder) => void,
  staging: GPUBuffer,
  bytes: number,
): Promise<Float32Array> {
  const { device } = gpu;
  gpu.check();
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  const encoder = device.createCommandEncoder();
  encode(encoder);
  device.queue.submit([encoder.finish()]);
  const scopes = [device.popErrorScope(), device.popErrorScope()];
  const mapped = staging.mapAsync(GPUMapMode.READ, 0, bytes).then(
    () => null,
    (error: unknown) => error,
  );
  for (const error of await Promise.all(scopes)) if (error !== null) throw new Error(`WebGPU reports: ${error.message}`);
  const failed = await mapped;
  gpu.check();
  // Nothing was wrong with what was asked: the only reason left, even if `lost` has not been heard yet.
  if (failed !== null) throw new DeviceLost(failed instanceof Error ? failed.message : "the numbers did not come back");
  const numbers = new Float32Array(staging.getMappedRange(0, bytes).slice(0));
  staging.unmap();
  return numbers;
}
