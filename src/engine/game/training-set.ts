/** @file What a run learns from: a finite set of rows, or the law itself; and what is drawn of either. */
import type { Density } from "../../catalogue/define.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { Sampler } from "../../math/laws/sampler.ts";
import { type Random, random } from "../../math/random.ts";
import { splitRows } from "./held-out.ts";

/** Draws n data points, row-major [n, d]. */
export type Draw = (random: Random, n: number, x: Float32Array) => void;

export interface TrainingSet {
  /** The finite training set [n, d], or null if fresh data are drawn for ever. */
  readonly training: Float32Array | null;
  /** The data are given rows, and nobody knows the law behind them. */
  readonly ownPoints: boolean;
  /** Of own points those that are not trained on, [m, d]: what is measured is measured on them. null: none. */
  readonly heldOut: Float32Array | null;
}

export function trainingSet(experiment: Experiment, data: Density | null): TrainingSet {
  if (data === null || experiment.data === null) return { training: null, heldOut: null, ownPoints: false };
  const { samples } = experiment.data;
  const law = data.sampler?.();
  // A law without noise is a set of rows: one's own, unless a density is known that they were drawn from.
  if (law?.noise === "none" && data.logDensity === undefined)
    return { ...splitRows(law.rows, data.dimension, experiment.seed, samples === "infinite" ? Infinity : samples), ownPoints: true };
  if (samples === "infinite") return { training: null, heldOut: null, ownPoints: false };
  const rows = new Float32Array(samples * data.dimension);
  data.sample(random(experiment.seed, "data"), samples, rows);
  return { training: rows, heldOut: null, ownPoints: false };
}

export function samplerOf(density: Density): Sampler {
  if (density.sampler === undefined) throw new Error("This density cannot be drawn from in training.");
  return density.sampler();
}

export function drawFrom(data: Density, training: Float32Array | null): Draw {
  const d = data.dimension;
  if (training === null)
    return (stream, n, x) => {
      data.sample(stream, n, x);
    };
  const rows = training.length / d;
  return (stream, n, x) => {
    for (let i = 0; i < n; i++) {
      const row = stream.integer(rows);
      for (let k = 0; k < d; k++) x[i * d + k] = training[row * d + k]!;
    }
  };
}
