/**
 * @file Whole training steps on the device: N steps in one submit, nothing read back but the losses.
 *
 *     step       one dispatch a term,   sum-adam, or sum and adam with clipping
 *     submit     rows of N steps up,   N steps,   gather,   N rows of losses down
 *
 * The state stays on the device. A submit is bounded in time (`pace`), so that frames never wait for long.
 */
import type { Term } from "../../../catalogue/terms.ts";
import type { Counters, Fuse, FusedSteps, StepOutcome } from "../fused.ts";
import type { Setup } from "../../game/setup.ts";
import { createBuffers } from "../../kernels/webgpu/buffers.ts";
import { DeviceLost, type Gpu, submitAndRead } from "../../kernels/webgpu/device.ts";
import { SETTINGS_STRIDE, writeSettings } from "../../kernels/webgpu/update-wgsl.ts";
import { createSubmitSize } from "./submit-size.ts";
import { compileProgram, type Compiled } from "./pipelines.ts";
import { type Program, programOf } from "./program.ts";
import { createState } from "./state.ts";
import { NotFused } from "./term-wgsl.ts";

/** Steps in one submit at most: their rows and losses have to lie somewhere. */
const MOST_STEPS = 128;

/** @param now milliseconds */
export function fuseOn(gpu: Gpu, now: () => number): Fuse {
  return (setup, terms) => {
    try {
      gpu.check();
      return createFusedSteps(gpu, setup, terms, now);
    } catch (error) {
      // A tile may not fit a small device; a lost one is given back later.
      if (error instanceof NotFused || error instanceof RangeError || error instanceof DeviceLost) return { reason: error.message };
      throw error;
    }
  };
}

function createFusedSteps(gpu: Gpu, setup: Setup, terms: readonly Term[], now: () => number): FusedSteps {
  const { device } = gpu;
  let program: Program = compose(setup, terms);
  const state = createState(gpu, setup.shape);
  const pace = createSubmitSize(MOST_STEPS);
  const staging = createBuffers(gpu);
  let clipped = setup.experiment.training.clip > 0;
  let compiled: Promise<Compiled> | null = null;
  let runnable: Compiled | null = null;
  let lastDone = 0;
  const counters = { steps: 0, dispatches: 0, submits: 0, bytesUp: 0, bytesDown: 0, milliseconds: 0 };

  function compose(from: Setup, made: readonly Term[]): Program {
    return programOf(from, made, device.limits.maxComputeWorkgroupStorageSize);
  }
  function drop(): void {
    void compiled?.then(
      (old) => {
        old.dispose();
      },
      () => undefined,
    );
    [compiled, runnable] = [null, null];
  }

  const steps: FusedSteps = {
    names: () => program.names,
    async ready() {
      compiled ??= compileProgram(gpu, setup.shape, program, clipped, state, MOST_STEPS);
      const mine = compiled;
      try {
        const made = await mine;
        if (compiled === mine) runnable = made;
      } catch (error) {
        gpu.check(); // on a device that is lost nothing compiles
        throw error;
      }
    },
    compiled: () => runnable !== null,
    count: () => pace.count(),
    async submit(settings, uniforms) {
      const begun = now();
      if (runnable === null) throw new Error("The shaders are not compiled.");
      const { terms: passes, updates, gather, rows, settingsBuffer, told } = runnable;
      const { row, names, groups } = program;
      const n = settings.length;
      const rowBytes = new DataView(new ArrayBuffer(n * row.stride));
      const settingsBytes = new DataView(new ArrayBuffer(n * SETTINGS_STRIDE));
      settings.forEach((each, slot) => {
        row.write(rowBytes, slot, each.step, program.weights(each.step, uniforms), uniforms);
        writeSettings(settingsBytes, slot, groups, each);
      });
      device.queue.writeBuffer(rows, 0, rowBytes.buffer);
      device.queue.writeBuffer(settingsBuffer, 0, settingsBytes.buffer);
      const width = names.length + 1;
      const bytes = 4 * n * width;
      const answer = staging.staging(bytes, (buffer) => {
        const done = submitAndRead(
          gpu,
          (encoder) => {
            const pass = encoder.beginComputePass();
            for (let slot = 0; slot < n; slot++) {
              for (const { pipeline, group, workgroups } of passes) {
                pass.setPipeline(pipeline);
                pass.setBindGroup(0, group, [slot * row.stride]);
                pass.dispatchWorkgroups(workgroups);
              }
              for (const { pipeline, group, workgroups } of updates) {
                pass.setPipeline(pipeline);
                pass.setBindGroup(0, group, [slot * SETTINGS_STRIDE]);
                pass.dispatchWorkgroups(workgroups);
              }
            }
            pass.setPipeline(gather.pipeline);
            pass.setBindGroup(0, gather.group);
            pass.dispatchWorkgroups(n);
            pass.end();
            encoder.copyBufferToBuffer(told, 0, buffer, 0, bytes);
          },
          buffer,
          bytes,
        );
        counters.steps += n;
        counters.dispatches += n * (passes.length + updates.length) + 1;
        counters.submits++;
        counters.bytesUp += rowBytes.byteLength + settingsBytes.byteLength;
        counters.bytesDown += bytes;
        counters.milliseconds += now() - begun;
        return done;
      });
      const numbers = await answer;
      const finished = now();
      pace.took(n, finished - Math.max(begun, lastDone));
      lastDone = finished;
      return settings.map((each, slot): StepOutcome => {
        const at = slot * width;
        return {
          step: each.step,
          parts: Float64Array.from(numbers.subarray(at, at + names.length)),
          norm: Math.sqrt(numbers[at + names.length]!),
        };
      });
    },
    keep: state.keep,
    confirm: state.confirm,
    restore() {
      state.restore();
      runnable?.clear();
    },
    push(kernel) {
      state.push(kernel);
      counters.bytesUp += state.bytes;
      runnable?.clear();
    },
    async pull(kernel) {
      await state.pull(kernel);
      counters.bytesDown += state.bytes;
    },
    renew(next, made) {
      let composed: Program;
      try {
        composed = compose(next, made);
      } catch (error) {
        if (error instanceof NotFused || error instanceof RangeError) return error.message;
        throw error;
      }
      const clips = next.experiment.training.clip > 0;
      if (clips !== clipped || !alike(composed, program)) drop();
      [program, clipped] = [composed, clips];
      return null;
    },
    counters: (): Counters => ({ ...counters }),
    dispose() {
      drop();
      staging.dispose();
      state.dispose();
    },
  };
  return steps;
}

/** Whether what is compiled and bound for one program serves the other. */
function alike(a: Program, b: Program): boolean {
  return (
    a.row.stride === b.row.stride &&
    a.shaders.length === b.shaders.length &&
    a.shaders.every(({ wgsl, table }, k) => wgsl === b.shaders[k]!.wgsl && sameTable(table, b.shaders[k]!.table))
  );
}

function sameTable(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
