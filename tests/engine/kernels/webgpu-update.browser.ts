/** @file Sum, norm, clipping, Adam and moving average on the device, many steps in one submit, against `adamUpdate` in f64. */
import { beforeAll, describe, expect, test } from "vitest";
import { type AdamSettings, type NetworkShape, parameterCount } from "../../../src/engine/kernels/jets.ts";
import { adamUpdate } from "../../../src/engine/kernels/reference/adam.ts";
import { compile, type Gpu, submitAndRead } from "../../../src/engine/kernels/webgpu/device.ts";
import { paddedParameters } from "../../../src/engine/kernels/webgpu/parameters.ts";
import {
  normParts,
  SETTINGS_STRIDE,
  settingsBytes,
  type UpdateStage,
  updateGroups,
  updateUses,
  updateWgsl,
  writeSettings,
} from "../../../src/engine/kernels/webgpu/update-wgsl.ts";
import { random } from "../../../src/math/random.ts";
import { relativeError } from "./cases.ts";
import { ownDevice } from "./webgpu-device.ts";

// Rows that are padded, and more weights than one workgroup sums.
const SHAPE: NetworkShape = { dimension: 2, outputs: 1, width: 9, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 1 };
const PADDED = paddedParameters(SHAPE);
const P = parameterCount(SHAPE);
const GROUPS = 7;
const STEPS = 4;
const USUAL: AdamSettings = { step: 1, rate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 0, ema: 0.95 };
const BINDINGS = { settings: 0, partial: 1, gradient: 2, theta: 3, first: 4, second: 5, average: 6, report: 7 } as const;

let gpu: Gpu;
beforeAll(async () => {
  gpu = await ownDevice();
});

/** Rows of the groups' gradients for each step [STEPS][GROUPS][P]. */
type Gradients = Float32Array[][];

const drawn = (): Gradients => {
  const { normal } = random(8, "gradients");
  return Array.from({ length: STEPS }, () =>
    Array.from({ length: GROUPS }, () => Float32Array.from({ length: P }, (_, i) => normal() * 10 ** ((i % 4) - 2))),
  );
};

async function onDevice(stages: readonly UpdateStage[], settings: AdamSettings, gradients: Gradients, marked: number | null = null) {
  const { device } = gpu;
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
  const make = (bytes: number, usage = STORAGE | COPY_DST | COPY_SRC) => device.createBuffer({ size: Math.ceil(bytes / 16) * 16, usage });
  const bytes = 4 * PADDED.floats;
  const rowBytes = bytes + 16;
  const buffers = {
    settings: make(STEPS * SETTINGS_STRIDE, UNIFORM | COPY_DST),
    partial: make(GROUPS * rowBytes),
    ...{ gradient: make(bytes), theta: make(bytes), first: make(bytes), second: make(bytes), average: make(bytes) },
    report: make(4 * (1 + STEPS * normParts(SHAPE))),
  };
  const view = new DataView(new ArrayBuffer(STEPS * SETTINGS_STRIDE));
  for (let slot = 0; slot < STEPS; slot++) writeSettings(view, slot, GROUPS, { ...settings, step: slot + 1 });
  device.queue.writeBuffer(buffers.settings, 0, view.buffer);
  const start = new Float32Array(PADDED.floats);
  PADDED.pack(new Float32Array(P).fill(1), start);
  device.queue.writeBuffer(buffers.theta, 0, start);
  device.queue.writeBuffer(buffers.average, 0, start);
  const batches = gradients.map((groups, step) => {
    const rows = new Float32Array((GROUPS * rowBytes) / 4);
    groups.forEach((row, k) => {
      PADDED.pack(row, rows.subarray((k * rowBytes) / 4));
    });
    if (step === marked) rows[(3 * rowBytes + bytes) / 4] = 1;
    const upload = make(rows.byteLength, COPY_SRC | COPY_DST);
    device.queue.writeBuffer(upload, 0, rows);
    return upload;
  });
  const passes = await Promise.all(
    stages.map(async (stage) => {
      const uses = updateUses(stage);
      const layout = device.createBindGroupLayout({
        entries: uses.map((name) => ({
          binding: BINDINGS[name],
          visibility: GPUShaderStage.COMPUTE,
          buffer: name === "settings" ? { type: "uniform", hasDynamicOffset: true } : { type: "storage" },
        })),
      });
      const entries = uses.map((name) => ({
        binding: BINDINGS[name],
        resource: name === "settings" ? { buffer: buffers.settings, size: settingsBytes(1) } : { buffer: buffers[name] },
      }));
      const pipeline = await compile(gpu, updateWgsl(SHAPE, stage, BINDINGS), "update", layout);
      return { pipeline, group: device.createBindGroup({ layout, entries }), workgroups: updateGroups(SHAPE, stage) };
    }),
  );
  const told = ["theta", "average", "first", "second", "partial", "report"] as const;
  const total = told.reduce((sum, name) => sum + buffers[name].size, 0);
  const staging = make(total, MAP_READ | COPY_DST);
  const numbers = await submitAndRead(
    gpu,
    (encoder) => {
      batches.forEach((batch, slot) => {
        encoder.copyBufferToBuffer(batch, 0, buffers.partial, 0, GROUPS * rowBytes);
        const pass = encoder.beginComputePass();
        for (const { pipeline, group, workgroups } of passes) {
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group, [slot * SETTINGS_STRIDE]);
          pass.dispatchWorkgroups(workgroups);
        }
        pass.end();
      });
      let at = 0;
      for (const name of told) {
        encoder.copyBufferToBuffer(buffers[name], 0, staging, at, buffers[name].size);
        at += buffers[name].size;
      }
    },
    staging,
    total,
  );
  let at = 0;
  const parts = Object.fromEntries(
    told.map((name) => {
      const from = at;
      at += buffers[name].size / 4;
      return [name, numbers.subarray(from, at)];
    }),
  ) as Record<(typeof told)[number], Float32Array>;
  const flat = (name: "theta" | "average" | "first" | "second") => {
    const values = new Float32Array(P);
    PADDED.unpack(parts[name], values);
    return values;
  };
  const norms = Array.from({ length: STEPS }, (_, slot) => {
    const row = parts.report.subarray(1 + slot * normParts(SHAPE), 1 + (slot + 1) * normParts(SHAPE));
    return Math.sqrt(row.reduce((sum, value) => sum + value, 0));
  });
  for (const buffer of [...Object.values(buffers), ...batches, staging]) buffer.destroy();
  return {
    ...{ theta: flat("theta"), average: flat("average"), first: flat("first"), second: flat("second"), norms },
    halted: new Uint32Array(parts.report.slice(0, 1).buffer)[0],
    left: parts.partial,
    padding: parts.theta.reduce((sum, value) => sum + value, 0) - flat("theta").reduce((sum, value) => sum + value, 0),
  };
}

function onCpu(settings: AdamSettings, gradients: Gradients) {
  const array = (value = 0) => new Float32Array(P).fill(value);
  const kernel = { theta: array(1), gTheta: array(), average: array(1), moments: { first: array(), second: array() } };
  const norms = gradients.map((groups, slot) => {
    for (const row of groups) row.forEach((value, i) => (kernel.gTheta[i]! += value));
    return adamUpdate(kernel, { ...settings, step: slot + 1 });
  });
  return { ...kernel, norms };
}

const CASES: readonly (readonly [string, readonly UpdateStage[], AdamSettings])[] = [
  ["without clipping, in one dispatch", ["sum-adam"], USUAL],
  ["with clipping that binds, in two", ["sum", "adam"], { ...USUAL, clip: 0.3 }],
  ["with clipping that does not bind", ["sum", "adam"], { ...USUAL, clip: 1e6, beta1: 0.5, beta2: 0.9, ema: 0 }],
];

describe.each(CASES)("%s", (_, stages, settings) => {
  test("four steps in one submit are adamUpdate's", async () => {
    const gradients = drawn();
    const want = onCpu(settings, gradients);
    const got = await onDevice(stages, settings, gradients);
    expect(relativeError(got.norms, want.norms)).toBeLessThan(1e-5);
    expect(relativeError(got.theta, want.theta)).toBeLessThan(1e-5);
    expect(relativeError(got.average, want.average)).toBeLessThan(1e-5);
    expect(relativeError(got.first, want.moments.first)).toBeLessThan(1e-5);
    expect(relativeError(got.second, want.moments.second)).toBeLessThan(1e-5);
    expect(got.halted).toBe(0);
    expect(got.left.every((value) => value === 0)).toBe(true); // ready for the next batch
    expect(got.padding).toBeCloseTo(0, 3);
  });

  test("a gradient that is not finite costs no weights, in this step and after it, and is told", async () => {
    const gradients = drawn();
    gradients[2]![3]![P - 1] = Infinity;
    const got = await onDevice(stages, settings, gradients, stages.length === 1 ? 2 : null);
    const want = onCpu(settings, gradients.slice(0, 2));
    expect(got.halted).toBe(3);
    expect(Number.isFinite(got.norms[2])).toBe(false);
    expect(relativeError(got.theta, want.theta)).toBeLessThan(1e-5);
    expect(relativeError(got.average, want.average)).toBeLessThan(1e-5);
    expect(relativeError(got.second, want.moments.second)).toBeLessThan(1e-5);
  });
});
