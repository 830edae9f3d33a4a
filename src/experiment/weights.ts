/**
 * @file Weights of a run as a safetensors file, as the headless runner writes them, and back into the same network.
 *
 *     "average.W1" [rows, columns] … the weights that are shown and measured (moving average over training)
 *     metadata: experiment (JSON), version, step, data_variance
 */
import type { Experiment } from "./experiment.ts";
import { resolve } from "./resolve.ts";
import { type Tensor, writeSafetensors } from "./safetensors.ts";
import type { SavedWeights } from "./safetensors-read.ts";
import { same } from "./tree.ts";

/** A part of the flat vector of weights: a matrix in row-major order. */
export interface WeightBlock {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
}

const AVERAGE = "average.";
const DATA_VARIANCE = "data_variance";

/** What weights are of. */
export interface Trained {
  readonly experiment: Experiment;
  readonly step: number;
  /** E|y|²/d of the data that training started with: a potential or score is read from the weights by a preconditioning with it. */
  readonly dataVariance: number;
}

/** All that a file says beside its tensors. */
export const weightsMetadata = ({ experiment, step, dataVariance }: Trained): Readonly<Record<string, string>> => ({
  experiment: JSON.stringify(experiment),
  version: String(experiment.version),
  step: String(step),
  [DATA_VARIANCE]: String(dataVariance),
});

export function weightsFile(trained: Trained, theta: Float32Array, blocks: readonly WeightBlock[]): Uint8Array {
  const tensors = blocks.map(({ name, rows, columns, offset }): [string, Tensor] => [
    `${AVERAGE}${name}`,
    { shape: [rows, columns], values: theta.subarray(offset, offset + rows * columns) },
  ]);
  return writeSafetensors(Object.fromEntries(tensors), weightsMetadata(trained));
}

/** What a file of weights was trained on, if it says so in words that are still understood. */
export function experimentOf({ metadata }: SavedWeights): Experiment | null {
  const text = metadata.get("experiment");
  if (text === undefined) return null;
  try {
    return resolve(JSON.parse(text), "lenient").experiment;
  } catch {
    return null;
  }
}

/** The variance of the data that training started with; null in files that do not say (those of before the lab wrote it). */
export function dataVarianceOf({ metadata }: SavedWeights): number | null {
  const value = Number(metadata.get(DATA_VARIANCE) ?? Number.NaN);
  return value > 0 && value < Infinity ? value : null;
}

export type FittedWeights = { readonly theta: Float32Array } | { readonly misfits: readonly string[] };

/** The file's tensors in the layout of a network, or what does not fit. */
export function fitted({ tensors }: SavedWeights, blocks: readonly WeightBlock[]): FittedWeights {
  const misfits: string[] = [];
  const size = blocks.reduce((total, { rows, columns }) => total + rows * columns, 0);
  const theta = new Float32Array(size);
  for (const { name, rows, columns, offset } of blocks) {
    const tensor = tensors.get(`${AVERAGE}${name}`) ?? tensors.get(name);
    if (tensor === undefined) misfits.push(`${name}: the network here has it (${rows} × ${columns}), the file does not`);
    else if (!same(tensor.shape, [rows, columns]))
      misfits.push(`${name}: ${tensor.shape.join(" × ")} in the file, ${rows} × ${columns} in the network here`);
    else if (!tensor.values.every(Number.isFinite)) misfits.push(`${name}: has values that are not finite numbers`);
    else theta.set(tensor.values, offset);
  }
  const known = new Set(blocks.map(({ name }) => name));
  const extra = [...tensors.keys()].filter((name) => !name.startsWith("trained.") && !known.has(name.replace(AVERAGE, "")));
  for (const name of extra) misfits.push(`${name.replace(AVERAGE, "")}: in the file, but the network here has none`);
  return misfits.length > 0 ? { misfits } : { theta };
}
