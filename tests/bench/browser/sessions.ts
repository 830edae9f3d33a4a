/** @file Whole training steps and whole runs, as the lab makes them: an experiment, a session, the clock. */
import { registry } from "../../../src/catalogue/registry.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { createSession, type KernelFactory } from "../../../src/engine/learn/session.ts";
import type { Experiment } from "../../../src/experiment/experiment.ts";
import { presets } from "../../../src/experiment/presets.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { setPaths } from "../../../src/experiment/edit.ts";
import type { Tree } from "../../../src/experiment/tree.ts";
import { random } from "../../../src/math/random.ts";
import { slicedW2 } from "../../../src/math/distances/sliced-wasserstein.ts";
import type { Contender } from "./contender.ts";

export function experimentOf(preset: string, changes: Tree = {}): Experiment {
  const found = presets.get(preset);
  if (found === undefined) throw new Error(`there is no preset ${preset}`);
  const { experiment, problems } = resolve(setPaths(found.experiment, changes), "strict");
  if (experiment === null) throw new Error(`${preset}: ${problems.map(({ path, message }) => `${path} ${message}`).join("; ")}`);
  return experiment;
}

/** The first step's gradient is not kept by a session; what Adam made of it, the change of the weights, says as much. */
export function training(experiment: Experiment, makeKernel: KernelFactory): Contender {
  const session = createSession(experiment, registry, makeKernel);
  return {
    async step() {
      await session.advance(0);
    },
    async gradient() {
      const before = session.network().kernel.theta.slice();
      await session.advance(0);
      const moved = session.network().kernel.moments.first.slice();
      session.network().kernel.theta.set(before);
      return moved;
    },
    dispose: () => session.dispose(),
  };
}

/** How 10,000 particles are drawn by the experiment's sampler. */
export function sampling(experiment: Experiment, makeKernel: KernelFactory, particles: number): Contender {
  const session = createSession(experiment, registry, makeKernel);
  const flow = flowOf(session);
  return {
    async step() {
      await flow.generate(particles, random(1, "benchmark"));
    },
    async gradient() {
      return flow.generate(200, random(1, "benchmark"));
    },
    dispose: () => session.dispose(),
  };
}

const SAMPLES = 2048;

/** Independent pairs of true samples that the floor is the median of. */
const FLOOR_PAIRS = 9;

export interface Reached {
  /** Median SW₂ of two true samples of 2,048. */
  readonly floor: number;
  /** Seconds of training until SW₂ of model and data is first at most so many floors; null: not within the cap. */
  readonly seconds: Readonly<Record<"2" | "3", number | null>>;
  readonly steps: number;
  readonly trained: number;
  readonly last: number;
}

/**
 * Trains until both marks are reached or `cap` seconds of training are over. Looking does not count as training, and is done on
 * one kernel for every route, with the weights copied.
 */
export async function reach(experiment: Experiment, makeKernel: KernelFactory, look: KernelFactory, cap: number): Promise<Reached> {
  const session = createSession(experiment, registry, makeKernel);
  const looker = createSession(experiment, registry, look);
  const { data, dimension: d } = session.setup();
  const flow = flowOf(looker);
  const stream = random(experiment.seed, "benchmark/floor");
  const draw = (): Float32Array => {
    const x = new Float32Array(SAMPLES * d);
    data!.sample(stream, SAMPLES, x);
    return x;
  };
  const floors = Array.from({ length: FLOOR_PAIRS }, () => slicedW2(draw(), SAMPLES, draw(), SAMPLES, d)).sort((a, b) => a - b);
  const floor = floors[FLOOR_PAIRS >> 1]!;
  const truth = draw();
  const seconds: { "2": number | null; "3": number | null } = { "2": null, "3": null };
  const particles = random(experiment.seed, "benchmark/particles");
  let trained = 0;
  let last = Infinity;
  // Looks are spaced by a tenth of the time so far: no mark is off by more.
  for (let next = 0.05; seconds["2"] === null && trained < cap; next = 1.1 * next + 0.05) {
    while (trained < next && trained < cap) {
      const start = performance.now();
      await session.advance(Math.min(1, trained / cap));
      trained += (performance.now() - start) / 1000;
    }
    looker.network().kernel.average.set(session.network().kernel.average);
    last = slicedW2(await flow.generate(SAMPLES, particles), SAMPLES, truth, SAMPLES, d);
    for (const mark of ["3", "2"] as const) if (seconds[mark] === null && last <= Number(mark) * floor) seconds[mark] = trained;
  }
  const steps = session.step();
  session.dispose();
  looker.dispose();
  return { floor, seconds, steps, trained, last: last / floor };
}
