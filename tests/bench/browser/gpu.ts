/**
 * @file Training on WebGPU, as the lab does it: what the device is asked to do for a step. On a software adapter only counts and
 * the time of this thread carry over to a GPU.
 *
 * Dispatches and submits are counted at the browser's own interface, so that the engine's counters are not taken at their word.
 */
import { registry } from "../../../src/catalogue/registry.ts";
import { findAdapter, openDevice } from "../../../src/engine/kernels/webgpu/device.ts";
import { createWebgpuKernel } from "../../../src/engine/kernels/webgpu/kernel.ts";
import { fuseOn } from "../../../src/engine/learn/webgpu/fused-steps.ts";
import { createSession, type KernelFactory, type Session } from "../../../src/engine/learn/session.ts";
import type { Experiment } from "../../../src/experiment/experiment.ts";

export interface OnGpu {
  readonly adapter: string;
  readonly software: boolean;
  /** Why steps are not taken as a whole; null: they are. */
  readonly notFused: string | null;
  readonly steps: number;
  /** A step. */
  readonly dispatches: number;
  readonly submits: number;
  /** Dispatches that only gather the losses of a whole submit; as the engine counts its submits of steps. */
  readonly gathering: number;
  /** Both ways. */
  readonly bytes: number;
  /** Of this thread: recording and submitting. */
  readonly scriptMilliseconds: number;
  readonly milliseconds: number;
  /** |m − m′| / |m′| of the first moments after the same few steps here and in wasm. */
  readonly apart: number;
}

/** Steps after which the moments are compared: rounding has not grown yet. */
const COMPARED = 3;

/** Counts calls until `stop`. */
function counting() {
  const calls = { dispatches: 0, submits: 0 };
  const pass = GPUComputePassEncoder.prototype;
  const queue = GPUQueue.prototype;
  const { dispatchWorkgroups } = pass;
  const { submit } = queue;
  pass.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...size) {
    calls.dispatches++;
    dispatchWorkgroups.apply(this, size);
  };
  queue.submit = function (this: GPUQueue, buffers) {
    calls.submits++;
    submit.call(this, buffers);
  };
  return {
    calls,
    stop() {
      pass.dispatchWorkgroups = dispatchWorkgroups;
      queue.submit = submit;
    },
  };
}

async function take(session: Session, steps: number): Promise<void> {
  const last = session.step() + steps;
  while (session.step() < last) await session.advance(0, last - session.step());
  await session.settle();
}

function apart(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!)) / Math.hypot(...b);
}

export async function onGpu(experiment: Experiment, twin: KernelFactory, seconds: number): Promise<OnGpu> {
  const gpu = await openDevice(await findAdapter(navigator.gpu));
  const clock = () => performance.now();
  const session = createSession(experiment, registry, (shape) => createWebgpuKernel(shape, gpu), fuseOn(gpu, clock));
  await session.ready();
  await take(session, COMPARED);
  const other = createSession(experiment, registry, twin);
  await take(other, COMPARED);
  const error = apart(session.network().kernel.moments.first, other.network().kernel.moments.first);
  other.dispose();

  const count = counting();
  const before = session.counters();
  const from = session.step();
  const start = clock();
  while (clock() - start < 1000 * seconds) await session.advance(0, Number.MAX_SAFE_INTEGER);
  await session.settle();
  const [steps, milliseconds] = [session.step() - from, clock() - start];
  count.stop();
  const after = session.counters();
  const spent = (read: (counters: NonNullable<typeof after>) => number): number =>
    before === null || after === null ? NaN : (read(after) - read(before)) / steps;
  const found: OnGpu = {
    adapter: gpu.name,
    software: gpu.software,
    notFused: session.notFused(),
    steps,
    dispatches: count.calls.dispatches / steps,
    submits: count.calls.submits / steps,
    gathering: spent(({ submits }) => submits),
    bytes: spent(({ bytesUp, bytesDown }) => bytesUp + bytesDown),
    scriptMilliseconds: spent((counters) => counters.milliseconds),
    milliseconds: milliseconds / steps,
    apart: error,
  };
  session.dispose();
  return found;
}
