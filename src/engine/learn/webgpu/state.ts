/**
 * @file Weights, moving average and moments on the device: one buffer in four sections, and two more to put it aside.
 *
 *     state [theta | average | first | second]        each section padded (parameters.ts) and aligned for a binding
 */
import type { JetKernel, NetworkShape } from "../../kernels/jets.ts";
import { createBuffers } from "../../kernels/webgpu/buffers.ts";
import { type Gpu, submitAndRead } from "../../kernels/webgpu/device.ts";
import { paddedParameters } from "../../kernels/webgpu/parameters.ts";

const SECTIONS = ["theta", "average", "first", "second"] as const;

export type StateSection = (typeof SECTIONS)[number];

/** Offsets of bindings have to be a multiple of it everywhere. */
const ALIGNMENT = 256;

export interface State {
  binding(section: StateSection): GPUBufferBinding;
  push(kernel: JetKernel): void;
  /** The mirrors stay as they are if a `push` of theirs comes in between. */
  pull(kernel: JetKernel): Promise<void>;
  keep(): void;
  confirm(): void;
  restore(): void;
  readonly bytes: number;
  dispose(): void;
}

export function createTrainingState(gpu: Gpu, shape: NetworkShape): State {
  const { device } = gpu;
  const padded = paddedParameters(shape);
  const section = ALIGNMENT * Math.ceil((4 * padded.floats) / ALIGNMENT);
  const bytes = SECTIONS.length * section;
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  const make = (usage: GPUBufferUsageFlags): GPUBuffer => device.createBuffer({ size: bytes, usage });
  const state = make(STORAGE | COPY_SRC | COPY_DST);
  /** Lent: a frame and a message may ask at the same time. */
  const staging = createBuffers(gpu);
  let pushes = 0;
  let [good, aside] = [make(COPY_SRC | COPY_DST), make(COPY_SRC | COPY_DST)];
  const numbers = new Float32Array(bytes / 4);
  const sectionsOf = (kernel: JetKernel): readonly Float32Array[] => [
    kernel.theta,
    kernel.average,
    kernel.moments.first,
    kernel.moments.second,
  ];
  const copy = (from: GPUBuffer, to: GPUBuffer): void => {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, to, 0, bytes);
    device.queue.submit([encoder.finish()]);
  };

  return {
    bytes,
    binding: (name) => ({ buffer: state, offset: SECTIONS.indexOf(name) * section, size: 4 * padded.floats }),
    push(kernel) {
      pushes++;
      sectionsOf(kernel).forEach((values, k) => {
        padded.pack(values, numbers.subarray((k * section) / 4));
      });
      device.queue.writeBuffer(state, 0, numbers);
    },
    async pull(kernel) {
      const before = pushes;
      const read = await staging.staging(bytes, (buffer) => {
        const encode = (encoder: GPUCommandEncoder): void => {
          encoder.copyBufferToBuffer(state, 0, buffer, 0, bytes);
        };
        return submitAndRead(gpu, encode, buffer, bytes);
      });
      if (pushes !== before) return;
      sectionsOf(kernel).forEach((values, k) => {
        padded.unpack(read.subarray((k * section) / 4), values);
      });
    },
    keep() {
      copy(state, aside);
    },
    confirm() {
      [good, aside] = [aside, good];
    },
    restore() {
      copy(good, state);
    },
    dispose() {
      staging.dispose();
      for (const buffer of [state, good, aside]) buffer.destroy();
    },
  };
}
