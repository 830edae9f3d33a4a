/**
 * @file The fused kernel: typed arrays in and out of one WebAssembly memory.
 *
 * The memory is made for the shape and never grows. Points and jets go through it in chunks of `CHUNK`, which fit the cache.
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
import { CHUNK, HEADER_ADDRESS, type HeaderField, headerIndex, memoryLayout } from "./layout.ts";

/** What jets.assembly.ts exports; the first argument is the address of the header. */
interface Exports {
  pack(network: number, averaged: boolean): void;
  forward(network: number, n: number): void;
  clearGradient(network: number): void;
  backward(network: number, n: number, wantPoints: boolean): void;
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

  /** Sets the channels; returns how many numbers a sample's jets are. */
  function begin(input: JetInput, averaged: boolean): number {
    assertInput(shape, input);
    const channels = channelCount(shape, input.channels);
    header[headerIndex("channels")] = channels;
    header[headerIndex("gradient")] = input.channels.gradient ? 1 : 0;
    header[headerIndex("time")] = input.channels.time ? 1 : 0;
    header[headerIndex("second")] = SECOND[input.channels.second];
    wasm.pack(HEADER_ADDRESS, averaged);
    return outputs * channels;
  }

  function load(input: JetInput, first: number, count: number) {
    points.set(input.points.subarray(first * (dimension + 1), (first + count) * (dimension + 1)));
    if (input.channels.second === "direction" && input.directions !== undefined)
      directions.set(input.directions.subarray(first * dimension, (first + count) * dimension));
  }

  return {
    shape,
    route: "wasm",
    theta,
    gTheta,
    average,
    moments,
    forward(input, jets, averaged = false) {
      const columns = begin(input, averaged);
      for (let first = 0; first < input.n; first += CHUNK) {
        const count = Math.min(CHUNK, input.n - first);
        load(input, first, count);
        wasm.forward(HEADER_ADDRESS, count);
        jets.set(chunkJets.subarray(0, count * columns), first * columns);
      }
    },
    backward(input, gJets, gPoints) {
      const columns = begin(input, false);
      wasm.clearGradient(HEADER_ADDRESS);
      for (let first = 0; first < input.n; first += CHUNK) {
        const count = Math.min(CHUNK, input.n - first);
        load(input, first, count);
        chunkJets.set(gJets.subarray(first * columns, (first + count) * columns));
        wasm.backward(HEADER_ADDRESS, count, gPoints !== undefined);
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

function abort(): never {
  throw new Error("the jet module stopped");
}
