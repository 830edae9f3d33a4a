/**
 * @file The fused kernel: typed arrays in and out of one WebAssembly memory.
 *
 * The memory is made for the shape and never grows. Points and jets go through it in chunks of `CHUNK`. If `backward` follows
 * a `forward` at the same points and weights, which a training step does, and the batch was not too long, that pass's products
 * are used again.
 */
import {
  type AdamSettings,
  assertInput,
  assertShape,
  channelCount,
  type JetChannels,
  type JetInput,
  type JetKernel,
  type NetworkShape,
} from "../jets.ts";
import { CHUNK, HEADER_ADDRESS, type HeaderField, headerIndex, memoryLayout, MOST_TILES } from "./layout.ts";

/** What jets.assembly.ts exports; the first argument is the address of the header. */
interface Exports {
  pack(network: number, averaged: boolean): number;
  forward(network: number, n: number, slot: number): void;
  clearGradient(network: number): void;
  backward(network: number, n: number, wantPoints: boolean, slot: number): void;
  unpackGradient(network: number): void;
  gradientNormSquared(network: number): number;
  adam(network: number, ...settings: number[]): void;
}

export function createWasmKernel(shape: NetworkShape, module: WebAssembly.Module): JetKernel {
  assertShape(shape);
  const layout = memoryLayout(shape);
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  const wasm = instance.exports as unknown as Exports;
  const header = new Int32Array(memory.buffer, HEADER_ADDRESS, layout.header.length);
  header.set(layout.header);

  const { dimension, outputs } = shape;
  const view = (field: HeaderField, floats: number) => new Float32Array(memory.buffer, layout.of(field), floats);
  const parameters = layout.of("parameters");
  const theta = view("theta", parameters);
  const gTheta = view("gTheta", parameters);
  const average = view("average", parameters);
  const moments = { first: view("momentFirst", parameters), second: view("momentSecond", parameters) };
  const points = view("points", CHUNK * (dimension + 1));
  const directions = view("directions", CHUNK * dimension);
  const chunkJets = view("jets", CHUNK * outputs * 5);
  const chunkGPoints = view("gPoints", CHUNK * dimension);

  /** Points of the last forward batch if its products are still in memory, else 0; and where they were. */
  let kept = 0;
  let keptPoints = new Float32Array(0);
  let keptDirections = new Float32Array(0);

  /** Sets channels and weights; returns how many numbers a sample's jets are. */
  function begin(input: JetInput, averaged: boolean): number {
    assertInput(shape, input);
    const { gradient, time, second } = input.channels;
    const channels = channelCount(shape, input.channels);
    const flags = { channels, gradient: gradient ? 1 : 0, time: time ? 1 : 0, second: SECOND[second] } as const;
    for (const field of ["channels", "gradient", "time", "second"] as const) {
      const index = headerIndex(field);
      if (header[index] !== flags[field]) kept = 0;
      header[index] = flags[field];
    }
    if (wasm.pack(HEADER_ADDRESS, averaged) !== 0) kept = 0;
    return outputs * channels;
  }

  function load(input: JetInput, first: number, count: number) {
    points.set(input.points.subarray(first * (dimension + 1), (first + count) * (dimension + 1)));
    if (input.channels.second === "direction" && input.directions !== undefined)
      directions.set(input.directions.subarray(first * dimension, (first + count) * dimension));
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

  /** Where the products of a chunk begin. */
  const slotOf = (first: number) => (first / CHUNK) * MOST_TILES;

  return {
    shape,
    route: "wasm",
    theta,
    gTheta,
    average,
    moments,
    forward(input, jets, averaged = false) {
      const columns = begin(input, averaged);
      const keep = input.n <= layout.keptChunks * CHUNK;
      for (let first = 0; first < input.n; first += CHUNK) {
        const count = Math.min(CHUNK, input.n - first);
        load(input, first, count);
        wasm.forward(HEADER_ADDRESS, count, keep ? slotOf(first) : -1);
        jets.set(chunkJets.subarray(0, count * columns), first * columns);
      }
      if (keep) remember(input);
      else kept = 0;
    },
    backward(input, gJets, gPoints) {
      const columns = begin(input, false);
      const again = isKept(input);
      if (!again) kept = 0;
      wasm.clearGradient(HEADER_ADDRESS);
      for (let first = 0; first < input.n; first += CHUNK) {
        const count = Math.min(CHUNK, input.n - first);
        load(input, first, count);
        chunkJets.set(gJets.subarray(first * columns, (first + count) * columns));
        wasm.backward(HEADER_ADDRESS, count, gPoints !== undefined, again ? slotOf(first) : -1);
        gPoints?.set(chunkGPoints.subarray(0, count * dimension), first * dimension);
      }
      wasm.unpackGradient(HEADER_ADDRESS);
    },
    update(settings) {
      const norm = Math.sqrt(wasm.gradientNormSquared(HEADER_ADDRESS));
      if (Number.isFinite(norm)) wasm.adam(HEADER_ADDRESS, ...adamArguments(settings, norm));
      else gTheta.fill(0);
      return norm;
    },
    dispose() {
      // Memory and instance go with the last view.
    },
  };
}

const SECOND: Readonly<Record<JetChannels["second"], number>> = { none: 0, laplacian: 1, direction: 2 };

/** In the order of `adam` in parameters.assembly.ts. */
function adamArguments(settings: AdamSettings, norm: number): number[] {
  const { step, rate, beta1, beta2, epsilon, clip, ema } = settings;
  const scale = clip > 0 && norm > clip ? clip / norm : 1;
  const corrections = [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)] as const;
  return [scale, rate, beta1, 1 - beta1, beta2, 1 - beta2, ...corrections, epsilon, ema, 1 - ema];
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

function abort(): never {
  throw new Error("the jet module stopped");
}
