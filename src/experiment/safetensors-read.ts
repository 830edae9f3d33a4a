/**
 * @file Reading safetensors that anybody may have written: cut off, of another kind, or with offsets that point anywhere.
 *
 * What is read is copied, so that alignment does not matter; only F32 is taken, because nothing else is written here.
 */
import * as v from "valibot";
import type { Tensor } from "./safetensors.ts";

export interface SavedWeights {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** A file that is not what it claims to be, in the user's words. */
export class UnreadableWeights extends Error {}

const LARGEST_HEADER = 1_000_000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const entrySchema = v.object({
  dtype: v.string(),
  shape: v.pipe(v.array(count), v.maxLength(8)),
  data_offsets: v.tuple([count, count]),
});

const headerSchema = v.pipe(v.record(v.string(), v.unknown()), v.maxEntries(1000));

function headerOf(bytes: Uint8Array): { readonly header: Readonly<Record<string, unknown>>; readonly begin: number } {
  if (bytes.length < 8) throw new UnreadableWeights("it is too short to be a safetensors file");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LARGEST_HEADER) throw new UnreadableWeights("it is not a safetensors file");
  const begin = 8 + Number(length);
  if (begin > bytes.length) throw new UnreadableWeights("it is cut off or not a safetensors file");
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, begin)));
  } catch {
    throw new UnreadableWeights("it is not a safetensors file");
  }
  const read = v.safeParse(headerSchema, json);
  if (!read.success) throw new UnreadableWeights("its header is not that of a safetensors file");
  return { header: read.output, begin };
}

function tensorOf(name: string, given: unknown, data: Uint8Array): Tensor {
  const read = v.safeParse(entrySchema, given);
  if (!read.success) throw new UnreadableWeights(`its entry ${JSON.stringify(name)} is not a tensor`);
  const { dtype, shape, data_offsets } = read.output;
  if (dtype !== "F32") throw new UnreadableWeights(`${name} is stored as ${dtype}; the lab reads F32`);
  const [from, to] = data_offsets;
  const size = shape.reduce((product, length) => product * length, 1);
  if (to > data.length) throw new UnreadableWeights("it is cut off");
  if (to - from !== 4 * size) throw new UnreadableWeights(`${name} has ${to - from} bytes for a shape of ${shape.join(" × ")}`);
  const view = new DataView(data.buffer, data.byteOffset + from, to - from);
  return { shape, values: Float32Array.from({ length: size }, (_, i) => view.getFloat32(4 * i, true)) };
}

/** @throws UnreadableWeights */
export function readSafetensors(bytes: Uint8Array): SavedWeights {
  const { header, begin } = headerOf(bytes);
  const data = bytes.subarray(begin);
  const tensors = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, given]) => [name, tensorOf(name, given, data)] as const);
  const metadata = v.safeParse(v.record(v.string(), v.string()), header["__metadata__"] ?? {});
  return { tensors: new Map(tensors), metadata: new Map(metadata.success ? Object.entries(metadata.output) : []) };
}
