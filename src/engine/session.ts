/**
 * @file A session: one experiment with its weights, stepped one step at a time.
 *
 *     step   draw → roll out or evaluate → parts of the loss → gradient → clipped Adam → moving average
 *     rate   base · min(1, n/warm-up) · ½(1 + cos πφ),    φ = fraction of the stop used
 *     ema    min(ema, (1 + n)/(10 + n)): the average forgets the initial weights at once
 *
 * A loss that is not finite restores the last good weights and says at which step and in which term.
 */
import type { GameParts, PathsTerm, PointsTerm, Term } from "../catalogue/terms.ts";
import type { Registry } from "../catalogue/registry.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { Part } from "../protocol/messages.ts";
import { random } from "../math/random.ts";
import { paramLeaves } from "./compose.ts";
import type { DrawsGiven } from "./draws.ts";
import type { Network } from "./evaluation.ts";
import { type History, history } from "./history.ts";
import { initialise } from "./kernels/initialise.ts";
import type { JetKernel, NetworkShape } from "./kernels/jets.ts";
import { noiseLaw } from "./noise-law.ts";
import { pathsStep } from "./paths-step.ts";
import { pointsStep } from "./points-step.ts";
import { withRegularisers } from "./regularisers.ts";
import { type Setup, setUp } from "./setup.ts";
import { noisedData } from "./sources.ts";
import type { TermStep } from "./term-step.ts";
import { tfStep } from "./tf-step.ts";

/** Steps between snapshots of good weights. */
const SNAPSHOT_EVERY = 50;

export class Divergence extends Error {
  readonly step: number;
  readonly term: string;
  readonly advice: string;

  constructor(step: number, term: string, advice: string) {
    super(`Training diverged at step ${String(step)}: ${term} is not a finite number.`);
    this.name = "Divergence";
    this.step = step;
    this.term = term;
    this.advice = advice;
  }
}

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
  history(): History;
  parts(): readonly Part[];
  /** Steps taken. */
  step(): number;
  /** One training step. @param fraction share of a stop in seconds that is used up; ignored for a stop in steps. @throws Divergence */
  advance(fraction: number): Promise<void>;
  checkpoint(): Checkpoint;
  restore(checkpoint: Checkpoint): void;
  /** Other weights [P]; moments and history start afresh, the step count stays. @throws if there are not P of them */
  load(theta: Float32Array): void;
  /** New values of live and resample parameters; weights, moments and step count are kept. */
  update(experiment: Experiment): void;
  /** Back to step 0 with the weights and draws of the seed. */
  reset(): void;
  dispose(): void;
}

export type KernelFactory = (shape: NetworkShape) => JetKernel;

export function createSession(initial: Experiment, registry: Registry, makeKernel: KernelFactory): Session {
  const first = setUp(initial, registry);
  const kernel = makeKernel(first.shape);
  const { dataVariance } = first;
  let setup: Setup = first;
  let step = 0;
  let built = build(setup, registry, kernel);
  let good: Checkpoint;

  const checkpoint = (): Checkpoint => ({
    step,
    theta: kernel.theta.slice(),
    average: kernel.average.slice(),
    first: kernel.moments.first.slice(),
    second: kernel.moments.second.slice(),
  });
  const restore = (from: Checkpoint): void => {
    step = from.step;
    kernel.theta.set(from.theta);
    kernel.average.set(from.average);
    kernel.moments.first.set(from.first);
    kernel.moments.second.set(from.second);
    kernel.gTheta.fill(0);
  };
  const start = (): void => {
    const { network, seed } = setup.experiment;
    step = 0;
    const init = random(seed, "init");
    initialise(kernel.shape, () => init.normal(), { lastLayerScale: network.lastLayerScale }, kernel.theta);
    kernel.average.set(kernel.theta);
    kernel.moments.first.fill(0);
    kernel.moments.second.fill(0);
    kernel.gTheta.fill(0);
    good = checkpoint();
  };
  start();

  return {
    setup: () => setup,
    network: () => built.network,
    history: () => built.history,
    parts: () => built.parts,
    step: () => step,
    async advance(fraction) {
      const { training } = setup.experiment;
      const next = step + 1;
      kernel.gTheta.fill(0);
      let at = 0;
      for (const term of built.steps) {
        const parts = built.values.subarray(at, at + term.names.length);
        await term.run(next, setup.uniforms, parts);
        term.names.forEach((name, i) => {
          if (!Number.isFinite(parts[i])) fail(next, name);
        });
        at += term.names.length;
      }
      const used = "steps" in training.stop ? step / training.stop.steps : fraction;
      const norm = kernel.update({
        step: next,
        rate: rateAt(training, step, used),
        beta1: Number(training.optimiser.params["beta1"] ?? 0.9),
        beta2: Number(training.optimiser.params["beta2"] ?? 0.999),
        epsilon: 1e-8,
        clip: training.clip,
        ema: Math.min(training.ema, (1 + next) / (10 + next)),
      });
      if (!Number.isFinite(norm)) fail(next, "the gradient");
      step = next;
      built.history.push(step, built.values);
      if (step % SNAPSHOT_EVERY === 0) good = checkpoint();
    },
    checkpoint,
    restore,
    load(theta) {
      if (theta.length !== kernel.theta.length)
        throw new Error(
          `These weights are for another network: ${String(theta.length)} numbers, this one has ${String(kernel.theta.length)}.`,
        );
      if (!theta.every(Number.isFinite)) throw new Error("These weights are not all finite numbers.");
      kernel.theta.set(theta);
      kernel.average.set(theta);
      kernel.moments.first.fill(0);
      kernel.moments.second.fill(0);
      good = checkpoint();
    },
    update(experiment) {
      setup = setUp(experiment, registry, dataVariance);
      const previous = built;
      built = build(setup, registry, kernel);
      if (sameNames(previous.history.names, built.history.names)) built = { ...built, history: previous.history };
    },
    reset() {
      start();
      built.history.clear();
    },
    dispose() {
      kernel.dispose();
    },
  };

  function fail(at: number, term: string): never {
    restore(good);
    throw new Divergence(
      at,
      term,
      "Lower the learning rate, switch on gradient clipping, or take more integrator steps; the last good weights are restored.",
    );
  }
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, i) => name === b[i]);

function rateAt(training: Experiment["training"], step: number, used: number): number {
  const base = Number(training.optimiser.params["rate"]);
  const warm = training.warmup > 0 ? Math.min(1, (step + 1) / training.warmup) : 1;
  const decay = training.schedule === "cosine" ? 0.5 * (1 + Math.cos(Math.PI * Math.min(1, used))) : 1;
  return base * warm * decay;
}

interface Built {
  readonly network: Network;
  readonly steps: readonly TermStep[];
  readonly values: Float64Array;
  readonly history: History;
  readonly parts: readonly Part[];
}

function build(setup: Setup, registry: Registry, kernel: JetKernel): Built {
  const { experiment, composed } = setup;
  const network: Network = { kernel, binding: composed.binding };
  const terms = withRegularisers(objectiveTerms(setup, registry), setup);
  const draws: DrawsGiven = {
    seed: experiment.seed,
    capacity: experiment.training.batch,
    samplers: setup.samplers,
    reference: setup.reference,
    uniform: setup.uniformNames,
  };
  const steps: TermStep[] = terms
    .filter((term): term is PathsTerm => term.kind === "paths")
    .map((term) => pathsStep({ term, network, here: composed.here, draws, data: setup.data, sigmaAt: setup.sigmaAt }));
  const points = terms.filter((term): term is PointsTerm => term.kind === "points");
  for (const id of new Set(points.map((term) => term.points.id)))
    steps.push(
      pointsStep(
        points.filter((term) => term.points.id === id),
        network,
        composed.here,
        draws,
      ),
    );
  for (const term of terms) if (term.kind === "tf") steps.push(tfStep(term, kernel));
  const names = steps.flatMap((s) => s.names);
  return { network, steps, values: new Float64Array(names.length), history: history(names), parts: names.map(partOf) };
}

function objectiveTerms(setup: Setup, registry: Registry): readonly Term[] {
  const { experiment, composed } = setup;
  const { game } = experiment;
  const bound = (name: string, id: string, values: Experiment["objective"]["params"]) => {
    const entry = registry.functional.get(id);
    const leaves = paramLeaves(name, entry.spec.params, values);
    return {
      spec: entry.spec,
      integrand: (at: typeof composed.at) => entry.integrand(at, leaves),
      price: (at: typeof composed.at) => entry.price(at, leaves),
    };
  };
  const parts: GameParts = {
    dimension: setup.dimension,
    output: setup.need.output,
    terminal: bound("terminal", game.terminal.id, game.terminal.params),
    interactions: game.interactions.map((chosen, i) => ({
      name: `interaction-${String(i + 1)}`,
      ...bound(`interactions.${String(i)}`, chosen.id, chosen.params),
    })),
    hasRunningCost: game.lagrangian.id !== "none",
    noisedData(options) {
      if (composed.noising === undefined) throw new Error("Noised data need a noising process.");
      return noisedData(setup.dimension, composed.noising, noiseLaw(composed.noising, setup.uniforms, options), options.directions);
    },
  };
  return registry.objective.get(experiment.objective.id).terms(parts, experiment.objective.params);
}

function partOf(name: string): Part {
  if (name === "hjb") return { name, slot: "hjb" };
  if (name === "running") return { name, slot: "running" };
  if (name.startsWith("interaction")) return { name, slot: "interaction" };
  if (name === "terminal" || name.endsWith("-condition")) return { name, slot: "terminal" };
  return { name, slot: "objective" };
}
