/**
 * @file What a session is made of while it trains: the weights, the terms, how far it is, and the last weights that proved good.
 *
 * One object with names, and functions that take it: `steps` moves it on, `session` is what others see of it.
 */
import type { Learn } from "../../catalogue/terms.ts";
import type { Setup } from "../game/setup.ts";
import type { JetKernel } from "../kernels/jets.ts";
import type { Ahead } from "./ahead.ts";
import type { Built } from "./built.ts";
import { adviceOn, Divergence } from "./divergence.ts";
import type { Fuse, FusedSteps } from "./fused.ts";
import { initialiseAll, readAll, weightCount, writeAll } from "./networks.ts";
import type { WeightsLock } from "./weights-lock.ts";

/**
 * Everything needed to go on from here, bit for bit: draws need no more than the number of the step. The arrays are those of all
 * networks, one after the other (`networks`).
 */
export interface Checkpoint {
  readonly step: number;
  readonly theta: Float32Array;
  readonly average: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export interface Training {
  /** One per network, the one that moves the particles first. */
  readonly kernels: readonly JetKernel[];
  readonly weightsLock: WeightsLock;
  setup: Setup;
  plan: Learn;
  built: Built;
  /** Steps taken, those under way on a device among them. */
  step: number;
  /** The step that the kernels' arrays hold. */
  settled: number;
  /** The last weights that a later step found finite; null only before the first start. */
  good: Checkpoint | null;
  /** Takes whole steps on a device, where it can; undefined without one. */
  readonly fuse: Fuse | undefined;
  fused: { readonly steps: FusedSteps; readonly ahead: Ahead } | null;
  /** Why steps are not taken on the device, though there is one. */
  refusal: string | null;
  /** How often a device was lost. */
  losses: number;
}

export function checkpointOf({ step, kernels, weightsLock }: Training): Checkpoint {
  return { step, ...weightsLock.own(), first: readAll(kernels, "first"), second: readAll(kernels, "second") };
}

/** After a change of the kernels' arrays. */
function adopt(training: Training): void {
  training.settled = training.step;
  training.weightsLock.replaced();
  for (const { gTheta } of training.kernels) gTheta.fill(0);
  training.fused?.ahead.adopt(training.step);
}

export function restore(training: Training, from: Checkpoint): void {
  const { kernels } = training;
  training.step = from.step;
  writeAll(kernels, "theta", from.theta);
  writeAll(kernels, "average", from.average);
  writeAll(kernels, "first", from.first);
  writeAll(kernels, "second", from.second);
  adopt(training);
  training.good = from;
}

/** Step 0, with the weights of the seed. */
export function start(training: Training): void {
  training.step = 0;
  initialiseAll(training.setup, training.kernels);
  adopt(training);
  training.good = checkpointOf(training);
}

/** @throws Error if these are not weights of these networks */
/** @throws where weights or the variance that they go by cannot be taken */
export function refuseWeights({ kernels }: Training, theta: Float32Array, variance: number): void {
  const count = weightCount(kernels);
  if (theta.length !== count)
    throw new Error(`These weights are for another network: ${String(theta.length)} numbers, this one has ${String(count)}.`);
  if (!(variance > 0 && variance < Infinity))
    throw new Error("The variance of the data that these weights were trained on is no positive number.");
  if (!theta.every(Number.isFinite)) throw new Error("These weights are not all finite numbers.");
}

/** Weights that were not refused. */
export function load(training: Training, theta: Float32Array): void {
  const { kernels } = training;
  writeAll(kernels, "theta", theta);
  writeAll(kernels, "average", theta);
  for (const { moments } of kernels) moments.first.fill(0);
  adopt(training);
  training.good = checkpointOf(training);
}

/** Puts the last good weights back. @throws Divergence, always */
export function diverge(training: Training, at: number, term: string, value?: number): never {
  if (training.good !== null) restore(training, training.good);
  throw new Divergence(at, term, training.step, adviceOn(term, value, training.setup.data));
}
