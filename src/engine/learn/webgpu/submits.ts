/** @file Steps recorded and sent to the device, a number of them at once; their losses come back when they are done. */
import type { Uniforms } from "../../game/evaluation.ts";
import type { AdamSettings } from "../../kernels/jets.ts";
import { createBuffers } from "../../kernels/webgpu/buffers.ts";
import { type Gpu, submitAndRead } from "../../kernels/webgpu/device.ts";
import { SETTINGS_STRIDE, writeSettings } from "../../kernels/webgpu/update-wgsl.ts";
import type { Counters, StepOutcome } from "../fused.ts";
import type { Compiled, Dispatch } from "./pipelines.ts";
import type { Program } from "./program.ts";
import { createSubmitSize } from "./submit-size.ts";

export interface Submits {
  /** Steps that fill a submit at the present speed. */
  count(): number;
  send(program: Program, compiled: Compiled, settings: readonly AdamSettings[], uniforms: Uniforms): Promise<readonly StepOutcome[]>;
  readonly counters: { -readonly [K in keyof Counters]: Counters[K] };
  dispose(): void;
}

/** @param now milliseconds @param most steps in one submit */
export function createSubmits(gpu: Gpu, now: () => number, most: number): Submits {
  const pace = createSubmitSize(most);
  const staging = createBuffers(gpu);
  const counters = { steps: 0, dispatches: 0, submits: 0, bytesUp: 0, bytesDown: 0, milliseconds: 0 };
  let lastDone = 0;
  return {
    count: () => pace.count(),
    async send(program, compiled, settings, uniforms) {
      const begun = now();
      const { queue } = gpu.device;
      const rows = writeRows(program, settings, uniforms);
      queue.writeBuffer(compiled.rows, 0, rows.steps.buffer);
      queue.writeBuffer(compiled.settingsBuffer, 0, rows.settings.buffer);
      const parts = program.names.length;
      const n = settings.length;
      const bytes = 4 * n * (parts + 1);
      const record = encodeSteps(compiled, n, program.row.stride);
      const answer = staging.staging(bytes, (buffer) => {
        const done = submitAndRead(
          gpu,
          (encoder) => {
            record.into(encoder, buffer, bytes);
          },
          buffer,
          bytes,
        );
        counters.steps += n;
        counters.dispatches += record.dispatches;
        counters.submits++;
        counters.bytesUp += rows.steps.byteLength + rows.settings.byteLength;
        counters.bytesDown += bytes;
        counters.milliseconds += now() - begun;
        return done;
      });
      const numbers = await answer;
      const finished = now();
      pace.took(n, finished - Math.max(begun, lastDone));
      lastDone = finished;
      return outcomesIn(numbers, settings, parts);
    },
    counters,
    dispose() {
      staging.dispose();
    },
  };
}

/** One row a step: what the terms read, and what the optimiser does. */
function writeRows({ row, groups, weights }: Program, settings: readonly AdamSettings[], uniforms: Uniforms) {
  const rows = {
    steps: new DataView(new ArrayBuffer(settings.length * row.stride)),
    settings: new DataView(new ArrayBuffer(settings.length * SETTINGS_STRIDE)),
  };
  settings.forEach((each, slot) => {
    row.write(rows.steps, slot, each.step, weights(each.step, uniforms), uniforms);
    writeSettings(rows.settings, slot, groups, each);
  });
  return rows;
}

/** The commands of n steps, whose losses end in a buffer that can be read here. */
function encodeSteps({ terms, updates, gather, told }: Compiled, n: number, stride: number) {
  return {
    dispatches: n * (terms.length + updates.length) + 1,
    into(encoder: GPUCommandEncoder, answer: GPUBuffer, bytes: number): void {
      const pass = encoder.beginComputePass();
      const dispatch = ({ pipeline, group, workgroups }: Dispatch, offset: number): void => {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group, [offset]);
        pass.dispatchWorkgroups(workgroups);
      };
      for (let slot = 0; slot < n; slot++) {
        for (const each of terms) dispatch(each, slot * stride);
        for (const each of updates) dispatch(each, slot * SETTINGS_STRIDE);
      }
      pass.setPipeline(gather.pipeline);
      pass.setBindGroup(0, gather.group);
      pass.dispatchWorkgroups(n);
      pass.end();
      encoder.copyBufferToBuffer(told, 0, answer, 0, bytes);
    },
  };
}

function outcomesIn(numbers: Float32Array, settings: readonly AdamSettings[], parts: number): readonly StepOutcome[] {
  return settings.map(({ step }, slot) => {
    const at = slot * (parts + 1);
    return { step, parts: Float64Array.from(numbers.subarray(at, at + parts)), norm: Math.sqrt(numbers[at + parts]!) };
  });
}
