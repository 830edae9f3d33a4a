/**
 * @file Whole training steps on the device: N steps in one submit, nothing read back but the losses.
 *
 *     step       one dispatch a term,   sum-adam, or sum and adam with clipping
 *     submit     rows of N steps up,   N steps,   gather,   N rows of losses down
 *
 * The state stays on the device. A submit is bounded in time (`pace`), so that frames never wait for long.
 */
import type { Term } from "../../../catalogue/terms.ts";
import type { Counters, Fuse, FusedSteps } from "../fused.ts";
import type { Setup } from "../../game/setup.ts";
import { DeviceLost, type Gpu } from "../../kernels/webgpu/device.ts";
import { compileProgram, type Compiled } from "./pipelines.ts";
import { type Program, programOf } from "./program.ts";
import { createTrainingState } from "./state.ts";
import { createSubmits } from "./submits.ts";
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
  const state = createTrainingState(gpu, setup.shape);
  const submits = createSubmits(gpu, now, MOST_STEPS);
  let clipped = setup.experiment.training.clip > 0;
  let compiled: Promise<Compiled> | null = null;
  let runnable: Compiled | null = null;

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
    count: () => submits.count(),
    submit(settings, uniforms) {
      if (runnable === null) return Promise.reject(new Error("The shaders are not compiled."));
      return submits.send(program, runnable, settings, uniforms);
    },
    keep: state.keep,
    confirm: state.confirm,
    restore() {
      state.restore();
      runnable?.clear();
    },
    push(kernel) {
      state.push(kernel);
      submits.counters.bytesUp += state.bytes;
      runnable?.clear();
    },
    async pull(kernel) {
      await state.pull(kernel);
      submits.counters.bytesDown += state.bytes;
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
    counters: (): Counters => ({ ...submits.counters }),
    dispose() {
      drop();
      submits.dispose();
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
