/**
 * @file One instance of the module in a memory of its own: typed arrays in and out, a part of a batch at a time.
 *
 * The memory is made for the shape and never grows, so views stay valid.
 */
import { type AdamSettings, channelCount, type JetChannels, type NetworkShape } from "../jets.ts";
import { powOf } from "../../../math/power.ts";
import { HEADER_ADDRESS, type HeaderField, headerIndex, memoryLayout } from "./layout.ts";

/** What jets.assembly.ts exports; the first argument is the address of the header. */
interface Exports {
  pack(network: number, averaged: boolean): number;
  forward(network: number, n: number, slot: number): void;
  backward(network: number, n: number, wantPoints: boolean, slot: number, kept: boolean): void;
  addPart(network: number, first: boolean): void;
  unpackGradient(network: number): void;
  gradientNormSquared(network: number): number;
  adam(network: number, ...settings: number[]): void;
}

/** Samples `first` … `first + count − 1` of arrays that may hold more. */
export interface Samples {
  readonly first: number;
  readonly count: number;
  /** [·, d + 1]. */
  readonly points: Float32Array;
  /** [·, d]; only read if the second-order channel goes along directions. */
  readonly directions?: Float32Array | undefined;
}

/** One part of a batch, and its place among the kept products. */
export interface BatchPart {
  readonly index: number;
  readonly slot: number;
  /** A pass whose products are kept has a mark of its own, so that an adjoint can ask for them; 0: they are not kept, or no longer good. */
  readonly mark: number;
}

export interface Instance {
  readonly theta: Float32Array;
  readonly gTheta: Float32Array;
  readonly average: Float32Array;
  readonly moments: { readonly first: Float32Array; readonly second: Float32Array };
  /** The gradient that the last `backward` found, as the module lays it out. */
  readonly partGradient: Float32Array;
  /** Tiles whose products have room. */
  readonly keptTiles: number;
  /** Sets the channels and packs the weights. Returns whether both are what they were: else products are no longer good. */
  prepare(channels: JetChannels, averaged: boolean): boolean;
  /** Whether this instance has the products of that part in that pass. */
  holds(part: Pick<BatchPart, "index" | "mark">): boolean;
  /** Jets of the samples, for `readJets`. */
  forward(part: BatchPart, samples: Samples): void;
  /** Writes the jets from the first sample's row on. */
  readJets(samples: Samples, jets: Float32Array): void;
  /** Leaves the gradient in `partGradient` and, if it is wanted, that of the points for `readPoints`. */
  backward(part: BatchPart, samples: Samples, gJets: Float32Array, wantPoints: boolean): void;
  /** Writes the points' gradient from the first sample's row on. */
  readPoints(samples: Samples, gPoints: Float32Array): void;
  /** No products are held any more. */
  forget(): void;
  /** Adds `partGradient` to the sum, which begins with the first. */
  addPart(first: boolean): void;
  /** gTheta += the sum. */
  collect(): void;
  /** As `JetKernel.update`. */
  update(settings: AdamSettings): number;
}

export function createInstance(shape: NetworkShape, module: WebAssembly.Module): Instance {
  const layout = memoryLayout(shape);
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  const wasm = instance.exports as unknown as Exports;
  const header = new Int32Array(memory.buffer, HEADER_ADDRESS, layout.header.length);
  header.set(layout.header);

  const { dimension, outputs } = shape;
  const view = (field: HeaderField, bytes: number) => new Float32Array(memory.buffer, layout.of(field), bytes / 4);
  const upTo = (field: HeaderField, next: HeaderField) => view(field, layout.of(next) - layout.of(field));
  const parameters = (field: HeaderField) => view(field, layout.of("parameters") * 4);
  const gTheta = parameters("gTheta");
  const points = upTo("points", "directions");
  const directions = upTo("directions", "jets");
  const jetsHere = upTo("jets", "gPoints");
  const gPointsHere = upTo("gPoints", "theta");
  const marks = new Int32Array(layout.keptTiles);
  let columns = 0;
  let directed = false;

  function load({ first, count, points: all, directions: along }: Samples): void {
    points.set(all.subarray(first * (dimension + 1), (first + count) * (dimension + 1)));
    if (directed && along !== undefined) directions.set(along.subarray(first * dimension, (first + count) * dimension));
  }

  const holds = ({ index, mark }: Pick<BatchPart, "index" | "mark">): boolean => mark !== 0 && marks[index] === mark;

  return {
    theta: parameters("theta"),
    gTheta,
    average: parameters("average"),
    moments: { first: parameters("momentFirst"), second: parameters("momentSecond") },
    partGradient: view("gWeights", layout.of("gBytes")),
    keptTiles: layout.keptTiles,
    prepare(wanted, averaged) {
      const { gradient, time, second } = wanted;
      const channels = channelCount(shape, wanted);
      const flags = { channels, gradient: gradient ? 1 : 0, time: time ? 1 : 0, second: secondCode(shape, second) } as const;
      let same = true;
      for (const field of ["channels", "gradient", "time", "second"] as const) {
        const index = headerIndex(field);
        if (header[index] !== flags[field]) same = false;
        header[index] = flags[field];
      }
      columns = outputs * channels;
      directed = second === "direction";
      return wasm.pack(HEADER_ADDRESS, averaged) === 0 && same;
    },
    holds,
    forward(part, samples) {
      load(samples);
      wasm.forward(HEADER_ADDRESS, samples.count, part.mark === 0 ? -1 : part.slot);
      if (part.mark !== 0) marks[part.index] = part.mark;
    },
    readJets({ first, count }, jets) {
      jets.set(jetsHere.subarray(0, count * columns), first * columns);
    },
    backward(part, samples, gJets, wantPoints) {
      const { first, count } = samples;
      load(samples);
      jetsHere.set(gJets.subarray(first * columns, (first + count) * columns));
      wasm.backward(HEADER_ADDRESS, count, wantPoints, part.mark === 0 ? 0 : part.slot, holds(part));
    },
    readPoints({ first, count }, gPoints) {
      gPoints.set(gPointsHere.subarray(0, count * dimension), first * dimension);
    },
    forget() {
      marks.fill(0);
    },
    addPart(first) {
      wasm.addPart(HEADER_ADDRESS, first);
    },
    collect() {
      wasm.unpackGradient(HEADER_ADDRESS);
    },
    update(settings) {
      const norm = Math.sqrt(wasm.gradientNormSquared(HEADER_ADDRESS));
      if (Number.isFinite(norm)) wasm.adam(HEADER_ADDRESS, ...adamArguments(settings, norm));
      else gTheta.fill(0);
      return norm;
    },
  };
}

const SECOND: Readonly<Record<JetChannels["second"], number>> = { none: 0, laplacian: 1, direction: 2, hessian: 3 };

/** As in network.assembly.ts: the Hessian of the line is its Laplacian. */
function secondCode({ dimension }: NetworkShape, second: JetChannels["second"]): number {
  return SECOND[second === "hessian" && dimension === 1 ? "laplacian" : second];
}

/** In the order of `adam` in parameters.assembly.ts. */
function adamArguments(settings: AdamSettings, norm: number): number[] {
  const { step, rate, beta1, beta2, epsilon, clip, ema } = settings;
  const scale = clip > 0 && norm > clip ? clip / norm : 1;
  const corrections = [1 / (1 - powOf(beta1, step)), 1 / (1 - powOf(beta2, step))] as const;
  return [scale, rate, beta1, 1 - beta1, beta2, 1 - beta2, ...corrections, epsilon, ema, 1 - ema];
}

function abort(): never {
  throw new Error("the jet module stopped");
}
