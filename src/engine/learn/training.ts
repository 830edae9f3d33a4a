/**
 * @file What a session is made of while it trains: the weights, the terms, how far it is, and the last weights that proved good.
 *
 * One object with names, and functions that take it: `steps` moves it on, `session` is what others see of it.
 */
import type { Term } from "../../catalogue/terms.ts";
import { random } from "../../math/random.ts";
import type { Setup } from "../game/setup.ts";
import { initialise } from "../kernels/initialise.ts";
import type { JetKernel } from "../kernels/jets.ts";
import type { Ahead } from "./ahead.ts";
import type { Built } from "./built.ts";
import { Divergence } from "./divergence.ts";
import type { Fuse, FusedSteps } from "./fused.ts";
import type { WeightsLock } from "./weights-lock.ts";

/** Everything needed to go on from here, bit for bit: draws need no more than the number of the step. */
export interface Checkpoint {
  readonly step: number;
  readonly theta: Float32Array;
  readonly average: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export interface Training {
  readonly kernel: JetKernel;
  readonly weightsLock: WeightsLock;
  setup: Setup;
  terms: readonly Term[];
  built: Built;
  /** Steps taken, those under way on a device among them. */
  step: number;
  /** The step that the kernel's arrays hold. */
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

export function checkpointOf({ step, kernel, weightsLock }: Training): Checkpoint {
  return {
    step,
    theta: weightsLock.own().theta.slice(),
    average: weightsLock.own().average.slice(),
    first: kernel.moments.first.slice(),
    second: kernel.moments.second.slice(),
  };
}

/** After a change of the kernel's arrays. */
function adopt(training: Training): void {
  training.settled = training.step;
  training.weightsLock.replaced();
  training.kernel.gTheta.fill(0);
  training.fused?.ahead.adopt(training.step);
}

export function restore(training: Training, from: Checkpoint): void {
  const { kernel } = training;
  training.step = from.step;
  kernel.theta.set(from.theta);
  kernel.average.set(from.average);
  kernel.moments.first.set(from.first);
  kernel.moments.second.set(from.second);
  adopt(training);
  training.good = from;
}

/** Step 0, with the weights of the seed. */
export function start(training: Training): void {
  const { kernel } = training;
  const { network, seed } = training.setup.experiment;
  training.step = 0;
  const init = random(seed, "init");
  initialise(kernel.shape, () => init.normal(), { lastLayerScale: network.lastLayerScale }, kernel.theta);
  kernel.average.set(kernel.theta);
  kernel.moments.first.fill(0);
  kernel.moments.second.fill(0);
  adopt(training);
  training.good = checkpointOf(training);
}

/** @throws Error if these are not weights of this network */
export function load(training: Training, theta: Float32Array): void {
  const { kernel } = training;
  if (theta.length !== kernel.theta.length)
    throw new Error(`These weights are for another network: ${String(theta.length)} numbers, this one has ${String(kernel.theta.length)}.`);
  if (!theta.every(Number.isFinite)) throw new Error("These weights are not all finite numbers.");
  kernel.theta.set(theta);
  kernel.average.set(theta);
  kernel.moments.first.fill(0);
  adopt(training);
  training.good = checkpointOf(training);
}

/** Puts the last good weights back. @throws Divergence, always */
export function fail(training: Training, at: number, term: string): never {
  if (training.good !== null) restore(training, training.good);
  throw new Divergence(at, term, training.step);
}
