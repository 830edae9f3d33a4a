/**
 * @file The fused kernel: a batch goes through one instance of the module part by part (layout.ts), and the gradients of the
 * parts are added in their order.
 *
 * If `backward` follows a `forward` at the same points and weights, which a training step does, and the batch was not too long,
 * that pass's products are used again.
 */
import { assertInput, assertShape, channelCount, type JetInput, type JetKernel, type NetworkShape } from "../jets.ts";
import { createInstance, type Samples } from "./instance.ts";
import { partitionOf, slotOf } from "./layout.ts";

export function createWasmKernel(shape: NetworkShape, module: WebAssembly.Module): JetKernel {
  assertShape(shape);
  const instance = createInstance(shape, module);
  const { dimension } = shape;

  /** Points of the last forward batch if its products are still in memory, else 0; and where they were. */
  let kept = 0;
  let keptPoints = new Float32Array(0);
  let keptDirections = new Float32Array(0);

  function begin(input: JetInput, averaged: boolean) {
    assertInput(shape, input);
    if (!instance.prepare(input.channels, averaged)) kept = 0;
    const { samples, parts } = partitionOf(input.n, channelCount(shape, input.channels));
    const { points, directions } = input;
    const part = (index: number): Samples => {
      const first = index * samples;
      return { first, count: Math.min(samples, input.n - first), points, directions };
    };
    return { parts, part, keep: parts <= instance.keptParts };
  }

  function remember({ n, points: all, channels, directions: along }: JetInput): void {
    kept = n;
    keptPoints = copied(all, n * (dimension + 1), keptPoints);
    if (channels.second === "direction" && along !== undefined) keptDirections = copied(along, n * dimension, keptDirections);
  }

  /** Whether the products in memory are this batch's. */
  function isKept({ n, points: all, channels, directions: along }: JetInput): boolean {
    if (kept !== n || !startsAlike(keptPoints, all, n * (dimension + 1))) return false;
    return channels.second !== "direction" || startsAlike(keptDirections, along!, n * dimension);
  }

  const { theta, gTheta, average, moments, update } = instance;
  return {
    shape,
    route: "wasm",
    theta,
    gTheta,
    average,
    moments,
    update,
    forward(input, jets, averaged = false) {
      const { parts, part, keep } = begin(input, averaged);
      for (let k = 0; k < parts; k++) instance.forward(part(k), keep ? slotOf(k) : -1, jets);
      if (keep) remember(input);
      else kept = 0;
    },
    backward(input, gJets, gPoints) {
      const { parts, part } = begin(input, false);
      const again = isKept(input);
      if (!again) kept = 0;
      for (let k = 0; k < parts; k++) {
        instance.backward(part(k), { slot: again ? slotOf(k) : 0, kept: again }, gJets, gPoints);
        instance.addPart(k === 0);
      }
      if (parts > 0) instance.collect();
    },
    dispose() {
      // Memory and instance go with the last view.
    },
  };
}

/** The first numbers of `from`, in `to` if it has room. */
function copied(from: Float32Array, length: number, to: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  if (to.length < length) return from.slice(0, length);
  to.set(from.subarray(0, length));
  return to;
}

/** A NaN equals nothing, so a batch with one is computed again: that is slow, not wrong. */
function startsAlike(a: Float32Array, b: Float32Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}
