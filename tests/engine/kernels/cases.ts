/** @file Random networks and batches for the kernels' tests: the seed is the case. */
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import { channelCount, type JetChannels, type JetInput, type NetworkShape, parameterCount } from "../../../src/engine/kernels/jets.ts";
import { activations } from "../../../src/catalogue/activations.ts";
import { type Random, random } from "../../../src/math/random.ts";

export const ALL_CHANNELS: readonly JetChannels[] = [
  { gradient: false, time: false, second: "none" },
  { gradient: true, time: false, second: "none" },
  { gradient: true, time: true, second: "none" },
  { gradient: true, time: false, second: "laplacian" },
  { gradient: true, time: false, second: "direction" },
  { gradient: true, time: true, second: "laplacian" },
  { gradient: true, time: true, second: "direction" },
  { gradient: true, time: false, second: "hessian" },
  { gradient: true, time: true, second: "hessian" },
];

export interface Case {
  readonly title: string;
  readonly shape: NetworkShape;
  readonly input: JetInput & { readonly directions: Float32Array };
  /** [n, outputs · C]. */
  readonly gJets: Float32Array;
  readonly theta: Float32Array;
  /** Numbers in a sample's jets. */
  readonly columns: number;
  readonly random: Random;
}

const IDS = [...activations.all.keys()];

/** Seeds for every activation with every set of channels. */
export const SEEDS = IDS.length * ALL_CHANNELS.length;

/** The first seeds see every activation and every set of channels, `SEEDS` of them each pair; the rest is drawn. */
export function caseOf(seed: number, limits: { width: number; depth: number; points: number }): Case {
  const stream = random(seed, "kernel case");
  const pick = <T>(values: readonly T[]): T => values[stream.integer(values.length)]!;
  const shape: NetworkShape = {
    dimension: pick([1, 2] as const),
    outputs: pick([1, 2] as const),
    width: 4 + stream.integer(limits.width - 3),
    depth: 1 + stream.integer(limits.depth),
    activation: IDS[((seed % ALL_CHANNELS.length) + Math.floor(seed / ALL_CHANNELS.length)) % IDS.length]!,
    fourier: pick([0, 0, 1, 3]),
    quadraticRank: pick([0, 0, 1, 3]),
  };
  const channels = ALL_CHANNELS[seed % ALL_CHANNELS.length]!;
  const n = 1 + stream.integer(limits.points);
  const columns = shape.outputs * channelCount(shape, channels);
  const theta = new Float32Array(parameterCount(shape));
  initialise(shape, () => stream.normal(), {}, theta);
  // Every block takes part, also those that start at zero.
  for (let i = 0; i < theta.length; i++) theta[i]! += 0.1 * stream.normal();
  const draw = (length: number) => Float32Array.from({ length }, () => stream.normal());
  const input = { n, points: draw(n * (shape.dimension + 1)), directions: draw(n * shape.dimension), channels };
  const title = `${seed}: ${shape.dimension}→${shape.outputs}, ${shape.depth} × ${shape.width} ${shape.activation}, ${shape.fourier} waves, rank ${shape.quadraticRank}, n ${n}, ${describe(channels)}`;
  return { title, shape, input, gJets: draw(n * columns), theta, columns, random: stream };
}

function describe({ gradient, time, second }: JetChannels): string {
  return ["value", ...(gradient ? ["∇"] : []), ...(time ? ["∂τ"] : []), ...(second === "none" ? [] : [second])].join(" ");
}

/** Largest |got − want| as a multiple of the largest |want|; NaN counts as infinitely wrong. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Infinity;
  let scale = 0;
  let error = 0;
  for (let i = 0; i < want.length; i++) {
    scale = Math.max(scale, Math.abs(want[i]!));
    error = Math.max(error, Math.abs(got[i]! - want[i]!));
  }
  if (Number.isNaN(error)) return Infinity;
  return scale === 0 ? error : error / scale;
}

export function pointOf({ shape, input }: Case, sample: number): number[] {
  const columns = shape.dimension + 1;
  return Array.from(input.points.subarray(sample * columns, (sample + 1) * columns));
}

export function directionOf({ shape, input }: Case, sample: number): number[] {
  return Array.from(input.directions.subarray(sample * shape.dimension, (sample + 1) * shape.dimension));
}
