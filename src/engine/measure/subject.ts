/**
 * @file What is measured: a trained session with its averaged weights, the samples that the rulers share, and the effort.
 *
 * Every ruler draws from streams of its own (`measure/…`), so measuring never changes training and no ruler changes another.
 */
import type { Solution } from "../../exact/problem.ts";
import { type Random, random } from "../../math/random.ts";
import type { Pause } from "../learn/pause.ts";
import { exactOf } from "../game/exact-problem.ts";
import { type Flow, flowOf } from "../learn/flow.ts";
import type { Session } from "../learn/session.ts";
import type { Setup } from "../game/setup.ts";

/** How much is spent: `full` after a run, `quick` between two steps of one. */
export interface Effort {
  /** Points of a sample. */
  readonly samples: number;
  /** Particles for moments and energy, and the steps they are pushed with (RK4). */
  readonly particles: number;
  readonly steps: number;
  /** Points a time, for residuals and for scores. */
  readonly points: number;
  /** Cells along an edge of a grid in the plane. */
  readonly cells: number;
}

export const FULL: Effort = { samples: 4096, particles: 262_144, steps: 64, points: 4096, cells: 96 };
/** Beside training, in the browser. */
export const LIVE: Effort = { samples: 1024, particles: 2048, steps: 8, points: 512, cells: 64 };
/** When training rests. */
export const QUICK: Effort = { samples: 4096, particles: 8192, steps: 16, points: 1024, cells: 64 };

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
  /** The closed form of the game, or null. Solved when first asked for. */
  exact(): Solution | null;
  readonly effort: Effort;
  /** Taken where a ruler can stand still for a while. */
  readonly pause: Pause;
  stream(name: string): Random;
  /** n fresh true samples [n, d]; the same for the same name. Finite training sets: from the density behind them. */
  truth(name: string, n: number): Float32Array;
  /** The k-th sample of the model by the experiment's sampler, `effort.samples` points. Drawn once. */
  generated(k: number): Promise<Float32Array>;
}

const RUN_THROUGH: Pause = () => Promise.resolve();

export function subjectOf(session: Session, effort: Effort = FULL, pause?: Pause): Subject {
  const setup = session.setup();
  const { seed, game } = setup.experiment;
  const flow = flowOf(session, pause);
  const stream = (name: string): Random => random(seed, `measure/${name}`);
  const drawn = new Map<number, Promise<Float32Array>>();
  let solved: ReturnType<typeof exactOf> | undefined;
  return {
    setup,
    flow,
    population: setup.sigmaAt(game.horizon / 2) === 0 ? "flow" : flow.ode !== null ? "diffusion" : "simulated",
    exact() {
      solved ??= exactOf(setup);
      return "reason" in solved ? null : solved;
    },
    effort,
    pause: pause ?? RUN_THROUGH,
    stream,
    truth(name, n) {
      const x = new Float32Array(n * setup.dimension);
      setup.data.sample(stream(name), n, x);
      return x;
    },
    generated(k) {
      const found = drawn.get(k) ?? flow.generate(effort.samples, stream(`generated/${String(k)}`));
      drawn.set(k, found);
      return found;
    },
  };
}

/** Mean over n values of f(i), summed in f64. */
export function meanOf(n: number, f: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += f(i);
  return total / n;
}
