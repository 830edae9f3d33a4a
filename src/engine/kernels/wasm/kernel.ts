/**
 * @file The fused kernel: a batch goes through one instance of the module part by part (layout.ts), and the gradients of the
 * parts are added in their order.
 *
 * If `backward` follows a `forward` at the same points and weights, which a training step does, and the batch was not too long,
 * that pass's products are used again.
 */
import { assertInput, assertShape, type JetInput, type JetKernel, type NetworkShape } from "../jets.ts";
import { backwardPart, batchOf, forwardPart } from "./batch.ts";
import { createInstance } from "./instance.ts";
import { createHelperThreads } from "./threads/helper-threads.ts";
import type { Team } from "./threads/team.ts";

/** Marks begin anew long before they leave 32 bits; nobody keeps products that long. */
const MOST_MARKS = 2 ** 30;

/** @param team whose threads compute parts too: it changes no bit of what comes out */
export function createWasmKernel(shape: NetworkShape, module: WebAssembly.Module, team?: Team): JetKernel {
  assertShape(shape);
  const instance = createInstance(shape, module);
  const helperThreads = team === undefined ? null : createHelperThreads(shape, module, instance, team);
  const { dimension } = shape;

  /** Points of the last forward batch if its products are still in memory, else 0; its mark; and where they were. */
  let kept = 0;
  let mark = 0;
  let keptPoints = new Float32Array(0);
  let keptDirections = new Float32Array(0);

  function begin(input: JetInput, averaged: boolean): void {
    assertInput(shape, input);
    if (!instance.prepare(input.channels, averaged)) kept = 0;
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
      begin(input, averaged);
      const cut = batchOf(shape, input, averaged);
      const keep = cut.parts * cut.tiles <= instance.keptTiles;
      if (keep) mark = (mark % MOST_MARKS) + 1;
      const batch = { ...cut, mark: keep ? mark : 0 };
      if (helperThreads?.takes(batch) === true) helperThreads.forward(batch, jets);
      else for (let k = 0; k < batch.parts; k++) forwardPart(instance, batch, k, jets);
      if (keep) remember(input);
      else kept = 0;
    },
    backward(input, gJets, gPoints) {
      begin(input, false);
      if (!isKept(input)) kept = 0;
      const batch = { ...batchOf(shape, input, false), mark: kept === 0 ? 0 : mark };
      if (helperThreads?.takes(batch) === true) helperThreads.backward(batch, gJets, gPoints);
      else {
        for (let k = 0; k < batch.parts; k++) {
          backwardPart(instance, batch, k, gJets, gPoints);
          instance.addPart(k === 0);
        }
      }
      if (batch.parts > 0) instance.collect();
    },
    dispose() {
      helperThreads?.dispose();
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
