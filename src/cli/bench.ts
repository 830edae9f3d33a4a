/**
 * @file `lab bench`: how fast this machine trains.
 *
 *     lab bench                      the reference step, then whole steps of every model as it comes
 *     lab bench <preset | …>         whole steps of one experiment, on one backend; --fast: by the fast build of the wasm kernels
 *
 * The reference step is the one that speeds are quoted for: a tanh potential 3-64-64-1, batch 1,024, value, gradient, time
 * derivative and Laplacian, forward, adjoint and Adam. Comparisons with other libraries: `npm run bench`.
 */
import { registry } from "../catalogue/registry.ts";
import { specs } from "../catalogue/specs.ts";
import { initialise } from "../engine/kernels/initialise.ts";
import { channelCount, type JetChannels, type NetworkShape } from "../engine/kernels/jets.ts";
import { createSession, type KernelFactory } from "../engine/learn/session.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { BACKENDS } from "../experiment/flags.ts";
import { resolve } from "../experiment/resolve.ts";
import { isSolved } from "../experiment/solved.ts";
import { random } from "../math/random.ts";
import { type Arguments, numberOf, oneOf, parse } from "./arguments.ts";
import { BadInput } from "./failure.ts";
import { machineFor } from "./machine.ts";
import { printAnswer, endProgress, progress } from "./say.ts";
import { SOURCE_OPTIONS, sourceOf } from "./source.ts";

const SHAPE: NetworkShape = { dimension: 2, outputs: 1, width: 64, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 0 };
const ALL: JetChannels = { gradient: true, time: true, second: "laplacian" };
const BATCH = 1024;

interface Timing {
  /** Milliseconds a step. */
  readonly best: number;
  readonly median: number;
  readonly rounds: number;
}

/** Times a step again and again for so many seconds, after a few that warm the machine up. */
async function timed(seconds: number, step: () => Promise<void>): Promise<Timing> {
  for (let i = 0; i < 3; i++) await step();
  const end = performance.now() + 1000 * seconds;
  const taken: number[] = [];
  while (performance.now() < end || taken.length < 3) {
    const start = performance.now();
    await step();
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return { best: taken[0]!, median: taken[taken.length >> 1]!, rounds: taken.length };
}

function referenceStep(makeKernel: KernelFactory, seconds: number): Promise<Timing> {
  const kernel = makeKernel(SHAPE);
  const { normal } = random(1, "bench");
  initialise(SHAPE, normal, {}, kernel.theta);
  const input = { n: BATCH, points: Float32Array.from({ length: 3 * BATCH }, normal), channels: ALL };
  const jets = new Float32Array(BATCH * channelCount(SHAPE, ALL));
  let step = 0;
  return timed(seconds, async () => {
    await kernel.forward(input, jets);
    await kernel.backward(input, jets);
    kernel.update({ step: ++step, rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 0, ema: 0.99 });
  });
}

/** Whole training steps of an experiment. */
async function steps(experiment: Experiment, makeKernel: KernelFactory, seconds: number) {
  if (isSolved(experiment)) throw new BadInput("objective.id: this game is solved, not learned; allowed: one that takes training steps");
  const session = createSession(experiment, registry, makeKernel);
  try {
    const timing = await timed(seconds, async () => {
      await session.advance(0);
    });
    return { ...timing, stepsPerSecond: 1000 / timing.median };
  } finally {
    session.dispose();
  }
}

async function one(given: Arguments, seconds: number): Promise<void> {
  const { experiment, backend } = sourceOf(given);
  const { id, route, reason, threads, makeKernel } = await machineFor(given, backend);
  const { stepsPerSecond, ...milliseconds } = await steps(experiment, makeKernel, seconds);
  const machine = { backend: id, route, reason, threads: threads?.count ?? 1 };
  printAnswer({ schema: 1, experiment: given.words[0], model: experiment.model, ...machine, milliseconds, stepsPerSecond });
}

export async function bench(args: readonly string[]): Promise<void> {
  const given = parse(args, { ...SOURCE_OPTIONS, backend: "one", threads: "one", fast: "flag" });
  const seconds = numberOf(given, "seconds", { min: 0.1, max: 60, whole: false }) ?? 2;
  if (given.words.length > 0) {
    await one(given, seconds);
    return;
  }
  const { id, route, makeKernel } = await machineFor(given, oneOf(given, "backend", BACKENDS) ?? "auto");
  const models: Record<string, Awaited<ReturnType<typeof steps>>> = {};
  const reference = await referenceStep(makeKernel, seconds);
  for (const model of specs.model.keys()) {
    progress(Object.keys(models).length / specs.model.size, model);
    const { experiment } = resolve({ model }, "strict");
    if (experiment === null) throw new Error(`${model} is not a whole experiment`);
    if (isSolved(experiment)) continue;
    models[model] = await steps(experiment, makeKernel, seconds);
  }
  endProgress();
  printAnswer({ schema: 1, backend: id, route, milliseconds: { reference, models } });
}
