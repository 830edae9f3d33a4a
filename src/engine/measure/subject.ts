/**
 * @file What is measured: a trained session with its averaged weights, the samples that the rulers share, and the effort.
 *
 * Every ruler draws from streams of its own (`measure/…`), so measuring never changes training and no ruler changes another.
 */
import { type Random, random } from "../../math/random.ts";
import type { Pause } from "../learn/pause.ts";
import { exactSolution } from "../game/closed-form.ts";
import { type Flow, flowOf } from "../learn/flow.ts";
import { learnedSolution } from "../learn/learned-solution.ts";
import type { Solution } from "../solution.ts";
import type { Session } from "../learn/session.ts";
import { lawOfData } from "../game/law-of-data.ts";
import type { Setup } from "../game/setup.ts";

/** How much is spent: `full` after a run, `quick` between two steps of one. */
export interface MeasuringEffort {
  /** Points of a sample. */
  readonly samples: number;
  /** Samples of the model, and true ones, that are held against each other. */
  readonly pairs: number;
  readonly truths: number;
  /** Points whose likelihood is read off. */
  readonly likelihoods: number;
  /** Particles for moments and energy, and the steps they are pushed with (RK4). */
  readonly particles: number;
  readonly steps: number;
  /** Points a time, for residuals and for scores. */
  readonly points: number;
  /** Cells along an edge of a grid in the plane. */
  readonly cells: number;
}

export const FULL: MeasuringEffort = {
  samples: 4096,
  pairs: 8,
  truths: 12,
  likelihoods: 4096,
  particles: 262_144,
  steps: 64,
  points: 4096,
  cells: 96,
};
/** Beside training, in the browser. */
export const LIVE: MeasuringEffort = {
  samples: 1024,
  pairs: 3,
  truths: 6,
  likelihoods: 512,
  particles: 2048,
  steps: 8,
  points: 512,
  cells: 64,
};
/** When training rests. */
export const QUICK: MeasuringEffort = {
  samples: 4096,
  pairs: 4,
  truths: 6,
  likelihoods: 2048,
  particles: 8192,
  steps: 16,
  points: 1024,
  cells: 64,
};

/**
 * flow        no noise: the particles follow the drift
 * diffusion   a noising process read backwards by its score: the population is the noised data
 * simulated   noise without a score: the population is known by simulation only
 */
export type Population = "flow" | "diffusion" | "simulated";

export interface Subject {
  readonly setup: Setup;
  readonly flow: Flow;
  readonly population: Population;
  /** What was learned. */
  readonly learned: Solution;
  /** What is held against it: the exact solution of the game, or null. Solved when first asked for. */
  exact(): Solution | null;
  readonly effort: MeasuringEffort;
  /** Taken where a ruler can stand still for a while. */
  readonly pause: Pause;
  stream(name: string): Random;
  /**
   * n fresh true samples [n, d]; the same for the same name. Finite training sets: from the density behind them. Own points: rows that
   * were held out, again and again if there are fewer than n (training rows where there are too few to hold any out).
   */
  truth(name: string, n: number): Float32Array;
  /** The k-th sample of the model by the experiment's sampler, `effort.samples` points. Drawn once. */
  generated(k: number): Promise<Float32Array>;
}

const RUN_THROUGH: Pause = () => Promise.resolve();

/** @param exact what is held against it; left out: the closed form, if there is one */
export function subjectOf(session: Session, effort: MeasuringEffort = FULL, pause?: Pause, exact?: Solution | null): Subject {
  const setup = session.setup();
  const { seed, game } = setup.experiment;
  const flow = flowOf(session, pause);
  const stream = (name: string): Random => random(seed, `measure/${name}`);
  const drawn = new Map<number, Promise<Float32Array>>();
  let solved = exact;
  return {
    setup,
    flow,
    population: setup.sigmaAt(game.horizon / 2) === 0 ? "flow" : flow.ode !== null ? "diffusion" : "simulated",
    learned: learnedSolution(flow),
    exact() {
      if (solved === undefined) solved = exactSolution(setup);
      return solved;
    },
    effort,
    pause: pause ?? RUN_THROUGH,
    stream,
    truth(name, n) {
      const x = new Float32Array(n * setup.dimension);
      if (setup.ownPoints) drawRows(setup.heldOut ?? setup.training ?? x, setup.dimension, stream(name), n, x);
      else lawOfData(setup).sample(stream(name), n, x);
      return x;
    },
    generated(k) {
      const before = drawn.get(k);
      if (before !== undefined) return before;
      const sample = flow.generate(effort.samples, stream(`generated/${String(k)}`));
      drawn.set(k, sample);
      // Given up half-way: whoever asks next begins anew.
      sample.catch(() => drawn.delete(k));
      return sample;
    },
  };
}

function drawRows(rows: Float32Array, d: 1 | 2, random: Random, n: number, x: Float32Array): void {
  const count = rows.length / d;
  for (let i = 0; i < n; i++) {
    const row = random.integer(count) * d;
    for (let a = 0; a < d; a++) x[i * d + a] = rows[row + a]!;
  }
}

/** Mean and its standard error over n values of f(i). */
export function meanWithError(n: number, f: (i: number) => number): { readonly mean: number; readonly error: number } {
  const mean = meanOf(n, f);
  return { mean, error: n > 1 ? Math.sqrt(meanOf(n, (i) => (f(i) - mean) ** 2) / (n - 1)) : 0 };
}

/** Mean over n values of f(i), summed in f64. */
export function meanOf(n: number, f: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += f(i);
  return total / n;
}
