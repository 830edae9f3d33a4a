/**
 * @file `lab bench`: how fast this machine trains. The reference step is the one that speeds are quoted for: a tanh potential
 * 3-64-64-1, batch 1,024, value, gradient, time derivative and Laplacian, forward, adjoint and Adam; then whole steps of
 * every model as it comes.
 */
import { registry } from "../catalogue/registry.ts";
import { specs } from "../catalogue/specs.ts";
import { initialise } from "../engine/kernels/initialise.ts";
import { channelCount, type JetChannels, type NetworkShape } from "../engine/kernels/jets.ts";
import { createSession, type KernelFactory } from "../engine/session.ts";
import { BACKENDS } from "../experiment/flags.ts";
import { resolve } from "../experiment/resolve.ts";
import { random } from "../math/random.ts";
import { numberOf, oneOf, parse } from "./arguments.ts";
import { backendFor } from "./backend.ts";
import { BadInput } from "./failure.ts";
import { answer, endProgress, progress } from "./say.ts";

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

export async function bench(args: readonly string[]): Promise<void> {
  const given = parse(args, { backend: "one", seconds: "one" });
  if (given.words.length > 0) throw new BadInput(`bench: given ${given.words.join(" ")}; allowed: --backend, --seconds`);
  const seconds = numberOf(given, "seconds", { min: 0.1, max: 60, whole: false }) ?? 2;
  const { id, route, makeKernel } = await backendFor(oneOf(given, "backend", BACKENDS) ?? "auto");
  const models: Record<string, Timing & { readonly stepsPerSecond: number }> = {};
  const reference = await referenceStep(makeKernel, seconds);
  for (const model of specs.model.keys()) {
    progress(Object.keys(models).length / specs.model.size, model);
    const { experiment } = resolve({ model }, "strict");
    if (experiment === null) throw new Error(`${model} is not a whole experiment`);
    const session = createSession(experiment, registry, makeKernel);
    const timing = await timed(seconds, () => session.advance(0));
    session.dispose();
    models[model] = { ...timing, stepsPerSecond: 1000 / timing.median };
  }
  endProgress();
  answer({ schema: 1, backend: id, route, milliseconds: { reference, models } });
}
