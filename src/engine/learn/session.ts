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
import type { Term } from "../../catalogue/terms.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { random } from "../../math/random.ts";
import type { LossPart } from "../results.ts";
import { type Ahead, createAhead, WentWrong } from "./ahead.ts";
import { build } from "./built.ts";
import { adviceOn, Divergence, GRADIENT } from "./divergence.ts";
import type { Network } from "../game/evaluation.ts";
import type { Counters, Fuse, FusedSteps } from "./fused.ts";
import type { History } from "./history.ts";
import { initialise } from "../kernels/initialise.ts";
import type { JetKernel, NetworkShape } from "../kernels/jets.ts";
import { createWeightsLock, type WeightsLock } from "./weights-lock.ts";
import { settingsAt } from "./schedule.ts";
import { type Setup, setUp } from "../game/setup.ts";
import { termsOf } from "../game/terms-of.ts";

/** Steps between snapshots of good weights. */
const SNAPSHOT_EVERY = 50;

/** A device that is lost again and again is given up. */
const MOST_LOSSES = 2;

/** Everything needed to go on from here, bit for bit: draws need no more than the number of the step. */
export interface Checkpoint {
  readonly step: number;
  readonly theta: Float32Array;
  readonly average: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export interface Session {
  setup(): Setup;
  network(): Network;
  /** Whoever reads or exchanges the weights over a while does it here; the steps do. */
  weightsLock(): WeightsLock;
  history(): History;
  parts(): readonly LossPart[];
  /** Whatever has to be compiled is: else the first step waits for it. */
  ready(): Promise<void>;
  /** Steps taken, those under way among them. */
  step(): number;
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
   * Other weights [P] at the present step. The first moments start afresh. The second ones, the scale of the gradients, stay: Adam's
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
  const first = setUp(initial, registry);
  const kernel = makeKernel(first.shape);
  const weightsLock = createWeightsLock(kernel);
  let { dataVariance } = first;
  let setup: Setup = first;
  let terms: readonly Term[] = termsOf(setup, registry);
  let step = 0;
  let built = build(setup, terms, kernel);
  let good: Checkpoint;
  let fused: { readonly steps: FusedSteps; readonly ahead: Ahead } | null = null;
  let refusal: string | null = null;
  /** The step that the kernel's arrays hold, and how often a device was lost. */
  let settled = 0;
  let losses = 0;

  const checkpoint = (): Checkpoint => ({
    step,
    theta: weightsLock.own().theta.slice(),
    average: weightsLock.own().average.slice(),
    first: kernel.moments.first.slice(),
    second: kernel.moments.second.slice(),
  });
  /** After a change of the kernel's arrays. */
  const adopt = (): void => {
    settled = step;
    weightsLock.replaced();
    kernel.gTheta.fill(0);
    fused?.ahead.adopt(step);
  };
  const restore = (from: Checkpoint): void => {
    step = from.step;
    kernel.theta.set(from.theta);
    kernel.average.set(from.average);
    kernel.moments.first.set(from.first);
    kernel.moments.second.set(from.second);
    adopt();
    good = from;
  };
  const start = (): void => {
    const { network, seed } = setup.experiment;
    step = 0;
    const init = random(seed, "init");
    initialise(kernel.shape, () => init.normal(), { lastLayerScale: network.lastLayerScale }, kernel.theta);
    kernel.average.set(kernel.theta);
    kernel.moments.first.fill(0);
    kernel.moments.second.fill(0);
    adopt();
    good = checkpoint();
  };
  const engage = (): void => {
    if (fuse === undefined) return;
    const made = fuse(setup, terms);
    refusal = "reason" in made ? made.reason : null;
    if ("reason" in made) return;
    fused = { steps: made, ahead: createAhead(made, kernel) };
    fused.ahead.adopt(step);
  };
  const letGo = (): void => {
    fused?.ahead.dispose();
    fused?.steps.dispose();
    fused = null;
  };
  /** What was under way is lost: the run goes on by itself from the last look. */
  const disengage = (why: string): void => {
    letGo();
    refusal = why;
    step = settled;
    built.history.cut(step);
    good = checkpoint();
  };
  start();
  engage();

  /** Another experiment for the same network and weights. */
  const renew = (experiment: Experiment): void => {
    setup = setUp(experiment, registry, dataVariance);
    terms = termsOf(setup, registry);
    const previous = built;
    built = build(setup, terms, kernel);
    if (sameNames(previous.history.names, built.history.names)) built = { ...built, history: previous.history };
    const why = fused?.steps.renew(setup, terms) ?? null;
    if (why !== null) disengage(why);
  };
  const precondition = (variance: number): void => {
    if (variance === dataVariance) return;
    dataVariance = variance;
    renew(setup.experiment);
  };

  /** One step, term by term. */
  const generic = async (fraction: number): Promise<number> => {
    const [mine, version] = [built, weightsLock.version()];
    kernel.gTheta.fill(0);
    const settings = settingsAt(setup.experiment.training, step, fraction);
    let at = 0;
    for (const term of mine.steps) {
      const parts = mine.values.subarray(at, at + term.names.length);
      await term.run(settings.step, setup.uniforms, parts);
      if (mine !== built || version !== weightsLock.version()) return 0;
      term.names.forEach((name, i) => {
        if (!Number.isFinite(parts[i])) fail(settings.step, name, parts[i]);
      });
      at += term.names.length;
    }
    const before = step % SNAPSHOT_EVERY === 0 && step > good.step ? checkpoint() : good;
    if (!Number.isFinite(kernel.update(settings))) fail(settings.step, GRADIENT);
    good = before;
    step = settings.step;
    settled = step;
    mine.history.push(step, mine.values);
    if (losses > 0 && losses <= MOST_LOSSES && fused === null) engage();
    return 1;
  };

  /** Does something with the steps ahead. A device that is lost takes the steps since the last look at it along. */
  const withAhead = async (work: (ahead: Ahead) => Promise<void>): Promise<void> => {
    if (fused === null) return;
    try {
      await work(fused.ahead);
    } catch (error) {
      if (error instanceof WentWrong) {
        step = settled = error.good;
        throw new Divergence(error.step, error.term, error.good, adviceOn(error.term, undefined, setup.data));
      }
      if (!(error instanceof Error) || error.name !== "DeviceLost") throw error;
      losses++;
      disengage(error.message);
    }
  };

  const take = async (fraction: number, most: number): Promise<number> => {
    if (fused === null) return generic(fraction);
    const from = step;
    const count = Math.min(most, fused.ahead.count());
    const settings = Array.from({ length: count }, (_, j) => settingsAt(setup.experiment.training, from + j, fraction));
    step += count;
    await withAhead((ahead) =>
      ahead.launch(
        settings,
        (name) => setup.uniforms(name),
        () => built.history,
      ),
    );
    return Math.max(0, step - from);
  };
  const settle = (): Promise<void> =>
    withAhead(async (ahead) => {
      await ahead.settle();
      settled = step;
    });

  return {
    setup: () => setup,
    network: () => built.network,
    weightsLock: () => weightsLock,
    history: () => built.history,
    parts: () => built.parts,
    step: () => step,
    async ready() {
      try {
        await fused?.steps.ready();
      } catch (error) {
        disengage(error instanceof Error ? error.message : String(error));
      }
    },
    advance: (fraction, most = 1) => weightsLock.exclusively(() => take(fraction, most)),
    settle: () => weightsLock.exclusively(settle),
    notFused: () => refusal,
    counters: () => fused?.steps.counters() ?? null,
    checkpoint,
    restore,
    load(theta, variance = dataVariance) {
      if (theta.length !== kernel.theta.length)
        throw new Error(
          `These weights are for another network: ${String(theta.length)} numbers, this one has ${String(kernel.theta.length)}.`,
        );
      if (!(variance > 0 && variance < Infinity))
        throw new Error("The variance of the data that these weights were trained on is no positive number.");
      if (!theta.every(Number.isFinite)) throw new Error("These weights are not all finite numbers.");
      precondition(variance);
      kernel.theta.set(theta);
      kernel.average.set(theta);
      kernel.moments.first.fill(0);
      adopt();
      good = checkpoint();
    },
    update: renew,
    dataVariance: () => dataVariance,
    reset() {
      precondition(setUp(setup.experiment, registry).dataVariance);
      start();
      built.history.clear();
    },
    dispose() {
      weightsLock.replaced();
      letGo();
      kernel.dispose();
    },
  };

  function fail(at: number, term: string, value?: number): never {
    restore(good);
    throw new Divergence(at, term, step, adviceOn(term, value, setup.data));
  }
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, i) => name === b[i]);
