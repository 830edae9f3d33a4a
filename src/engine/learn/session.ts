/**
 * @file A session: one experiment with its weights, stepped one step at a time.
 *
 *     step   draw → roll out or evaluate → parts of the loss → gradient → clipped Adam → moving average
 *
 * A loss that is not finite restores the last weights that have proved good, those that a later step found finite, and says at
 * which step and in which term. The losses of the steps in between stay in the history until others take their place. Where a device can take
 * whole steps (`fuse`), they run ahead of this thread: the kernel's arrays are mirrors then, fresh after `settle`.
 */
import type { Registry } from "../../catalogue/registry.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { Network } from "../game/evaluation.ts";
import { type Setup, setUp } from "../game/setup.ts";
import { gameTerms, planOf } from "../game/terms-of.ts";
import type { JetKernel, NetworkShape } from "../kernels/jets.ts";
import type { LossPart, SolverOutcome } from "../results.ts";
import { build } from "./built.ts";
import type { Counters, Fuse } from "./fused.ts";
import type { History } from "./history.ts";
import { type RoleNetwork, shapesOf } from "./networks.ts";
import { disengage, engage, letGo, settle, takeSteps } from "./steps.ts";
import { type Checkpoint, checkpointOf, load, refuseWeights, restore, start, type Training } from "./training.ts";
import { createWeightsLock, type WeightsLock } from "./weights-lock.ts";

export interface Session {
  setup(): Setup;
  /** The network that moves the particles. */
  network(): Network;
  /** All networks, that one first. */
  networks(): readonly RoleNetwork[];
  /** Whoever reads or exchanges the weights over a while does it here; the steps do. */
  weightsLock(): WeightsLock;
  history(): History;
  parts(): readonly LossPart[];
  /** Whatever has to be compiled is: else the first step waits for it. */
  ready(): Promise<void>;
  /** Steps taken, those under way among them. */
  step(): number;
  /** The share of the way to its end that is behind it, 1 at the end. @param seconds of work so far */
  used(seconds: number): number;
  /** Steps to its end; infinite where that is not a number of steps. */
  left(): number;
  /** Its steps train networks, whose weights can be kept, saved and gone back to. On a grid they are sweeps of a solver. */
  readonly learned: boolean;
  /** Whether particles move at a time: a game that is marched in time stands still from where it has come to. */
  moves(t: number): boolean;
  /** How far the solver has come; null where networks learn. */
  outcome(): SolverOutcome | null;
  /**
   * One training step, or as many as are worth while, up to `most`; says how many. None if something overtook it that changes
   * the weights or what they are trained for.
   * @param fraction share of a stop in seconds that is used up; ignored for a stop in steps. @throws Divergence
   */
  advance(fraction: number, most?: number): Promise<number>;
  /** Waits for the steps under way; history and weights are those of `step()` then. @throws Divergence */
  settle(): Promise<void>;
  /** Why steps are not taken as a whole on a device, though there is one; null if they are, or if there is none. */
  notFused(): string | null;
  /** What the device was asked to do; null without one. */
  counters(): Counters | null;
  /** Settled before. */
  checkpoint(): Checkpoint;
  restore(checkpoint: Checkpoint): void;
  /**
   * Other weights [P] of all networks, one after the other, at the present step. The first moments start afresh. The second ones, the scale of the gradients, stay: Adam's
   * corrections count from step 1, and would not correct moments that start later. @throws if there are not P of them
   * @param variance of the data that they were trained on, which their preconditioning goes by; left out: as it is here
   */
  load(theta: Float32Array, variance?: number): void;
  /** E|y|²/d of the data that the weights started with, which their preconditioning goes by. */
  dataVariance(): number;
  /** New values of live and resample parameters; weights, moments and step count are kept. */
  update(experiment: Experiment): void;
  /** Back to step 0 with the weights and draws of the seed. */
  reset(): void;
  dispose(): void;
}

export type KernelFactory = (shape: NetworkShape) => JetKernel;

/** @param fuse takes whole steps on a device, where it can */
export function createSession(initial: Experiment, registry: Registry, makeKernel: KernelFactory, fuse?: Fuse): Session {
  const setup = setUp(initial, registry);
  const kernels = shapesOf(setup).map(({ shape }) => makeKernel(shape));
  const plan = planOf(setup, registry);
  const training: Training = {
    kernels,
    weightsLock: createWeightsLock(kernels),
    setup,
    plan,
    built: build(setup, plan, kernels),
    step: 0,
    settled: 0,
    good: null,
    fuse,
    fused: null,
    refusal: null,
    losses: 0,
  };
  start(training);
  engage(training);
  const { weightsLock } = training;

  return {
    setup: () => training.setup,
    network: () => training.built.networks[0]!,
    networks: () => training.built.networks,
    weightsLock: () => weightsLock,
    history: () => training.built.history,
    parts: () => training.built.parts,
    step: () => training.step,
    used(seconds) {
      const { stop } = training.setup.experiment.training;
      return "seconds" in stop ? seconds / stop.seconds : training.step / stop.steps;
    },
    left() {
      const { stop } = training.setup.experiment.training;
      return "steps" in stop ? stop.steps - training.step : Number.POSITIVE_INFINITY;
    },
    learned: true,
    moves: () => true,
    outcome: () => null,
    async ready() {
      try {
        await training.fused?.steps.ready();
      } catch (error) {
        disengage(training, error instanceof Error ? error.message : String(error));
      }
    },
    advance: (fraction, most = 1) => weightsLock.exclusively(() => takeSteps(training, fraction, most)),
    settle: () => weightsLock.exclusively(() => settle(training)),
    notFused: () => training.refusal,
    counters: () => training.fused?.steps.counters() ?? null,
    checkpoint: () => checkpointOf(training),
    restore: (checkpoint) => {
      restore(training, checkpoint);
    },
    load(theta, variance = training.setup.dataVariance) {
      refuseWeights(training, theta, variance);
      precondition(training, variance, registry);
      load(training, theta);
    },
    update(experiment) {
      update(training, setUp(experiment, registry, training.setup.dataVariance), registry);
    },
    dataVariance: () => training.setup.dataVariance,
    reset() {
      precondition(training, setUp(training.setup.experiment, registry).dataVariance, registry);
      start(training);
      training.built.history.clear();
    },
    dispose() {
      weightsLock.replaced();
      letGo(training);
      for (const kernel of kernels) kernel.dispose();
    },
  };
}

/** Other values, data or terms for the same weights; the curves go on where they are of the same parts. */
function update(training: Training, setup: Setup, registry: Registry): void {
  const previous = training.built;
  training.setup = setup;
  training.plan = planOf(setup, registry);
  const built = build(setup, training.plan, training.kernels);
  training.built = sameNames(previous.history.names, built.history.names) ? { ...built, history: previous.history } : built;
  const why = training.fused?.steps.renew(setup, gameTerms(setup, training.plan)) ?? null;
  if (why !== null) disengage(training, why);
}

/** The preconditioning of weights that were trained on data of this variance. */
function precondition(training: Training, variance: number, registry: Registry): void {
  if (variance !== training.setup.dataVariance) update(training, setUp(training.setup.experiment, registry, variance), registry);
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, i) => name === b[i]);
