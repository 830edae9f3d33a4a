/** @file What a cost of two samples as a whole is handed. */
import type * as tfjs from "@tensorflow/tfjs-core";
import type { Random } from "../math/random.ts";
import type { ParamValues } from "./params.ts";

/** Two samples to compare, row-major, and words of a counter-based stream for whatever is random about the comparison. */
export interface ParticlesGiven {
  readonly dimension: 1 | 2;
  /** Generated [n, d] and data [n, d]. */
  readonly population: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly n: number;
  readonly random: Random;
  readonly params: ParamValues;
  /** Receives ∂value/∂population, [n, d]: overwritten. */
  readonly gradient: Float64Array;
}

/** Its parameters bound. */
export type SampleCost = (given: Omit<ParticlesGiven, "params">) => number | Promise<number>;

/** The same two samples as tensors [n, d]. */
export interface TensorsGiven {
  readonly dimension: 1 | 2;
  readonly population: tfjs.Tensor2D;
  readonly target: tfjs.Tensor2D;
  readonly params: ParamValues;
}

/** TensorFlow.js's operations: an argument, so that the catalogue loads none of them. */
export type TensorOps = typeof tfjs;

/** What it is made of is differentiated once, in the population. */
export type TensorCost = (tf: TensorOps, given: TensorsGiven) => tfjs.Scalar;
