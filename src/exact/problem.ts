/**
 * @file What a closed form is asked, and what it answers.
 *
 * Times are generation times t in [0, T]; noising time is s = T − t. Points are row-major [n, d]; outputs are overwritten.
 */
import type { Density } from "../catalogue/define.ts";
import type { Game } from "../catalogue/terms.ts";
import type { Floats } from "../math/laws/density.ts";

/** The noising process at time s: Y_s = α Y₀ + std Z, dY = −driftRate · Y ds + σ dW. */
export interface Noising {
  readonly alpha: number;
  readonly std: number;
  /** σ(s)². */
  readonly sigma2: number;
  /** The base drift of generation is f(x, t) = driftRate · x. */
  readonly driftRate: number;
}

export interface ExactProblem extends Pick<Game, "dynamics" | "lagrangian" | "interactions" | "terminal" | "discount"> {
  readonly horizon: number;
  /** null: the game has none, and its costs alone say where it goes. */
  readonly data: Density | null;
  readonly reference: Density;
  /** Nobody looks ahead: the crowd goes straight down its end cost, from the start. */
  readonly descends?: boolean;
  /** Stages of T/K each, every one a game of its own from where the one before has left the crowd; left out: it is all one game. */
  readonly stages?: number;
  /** The schedule of the dynamics, if they are the reversal of a noising process. */
  readonly alphaStd?: (s: number) => Noising;
}

/** What a closed form is asked that cannot do without data. */
export interface DataProblem extends ExactProblem {
  readonly data: Density;
}

export const hasData = (problem: ExactProblem): problem is DataProblem => problem.data !== null;

/** The slot that has no known solution, and why, in the user's words. */
export interface Unsolved {
  readonly slot: "dynamics" | "lagrangian" | "interactions" | "terminal" | "discount" | "world" | "data" | "reference";
  readonly reason: string;
}

export const NO_DATA: Unsolved = {
  slot: "data",
  reason:
    "The game has no data. Without any a closed form is known only for costs of kinetic energy, springs, mean attraction and entropy.",
};

export interface ValueAt {
  readonly U: number;
  readonly gradient: readonly number[];
  readonly laplacian: number;
  /** ∂ₜU. */
  readonly dt: number;
  /** Of the population; for diffusions e^(−U), which it is if ρ₀ = η(·, T). */
  readonly density: number;
}

export interface ValueFields {
  readonly U?: Floats;
  /** [n, d]. */
  readonly gradient?: Floats;
  readonly laplacian?: Floats;
  readonly dt?: Floats;
  readonly density?: Floats;
}

/** Of a population at one time. */
export interface Moments {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Third standardised moment; null in the plane. */
  readonly skew: number | null;
}

export interface ClosedForm {
  readonly kind: string;
  /** One sentence. */
  readonly about: string;
  /** The heading of docs/mathematics.md where it is derived. */
  readonly section: string;
  readonly dimension: 1 | 2;
  /** Of the optimal final population ρ_T. */
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** J, the optimal value of the objective. */
  readonly cost: number;
  /** ½ E ∫ |v|² dt along generated paths, without its weight; null where it is not known. */
  readonly energy: number | null;
  /** Of the population at time t, which starts as the reference. */
  moments(t: number): Moments;
  value(x: readonly number[], t: number): ValueAt;
  values(x: ArrayLike<number>, n: number, t: number, out: ValueFields): void;
  /** The deterministic drift that carries the population: b for flows, that of the probability flow for diffusions. [n, d] */
  velocity(x: ArrayLike<number>, n: number, t: number, out: Floats): void;
  /** Positions at ascending times of the particles that start at x₀; out is [K, n, d]. */
  trajectories(x0: ArrayLike<number>, n: number, times: ArrayLike<number>, out: Floats): void;
  /** The same, standing still after every evaluation for all particles; absent where it takes no time worth speaking of. */
  stepwise?(x0: ArrayLike<number>, n: number, times: ArrayLike<number>, out: Floats): Iterator<void>;
}

/** A flow whose population's moments are read off its trajectories (affine-moments.ts). */
export type FlowForm = Omit<ClosedForm, "moments">;

/** One point of a batched field. */
export function pointwiseValue(d: 1 | 2, values: ClosedForm["values"]): ClosedForm["value"] {
  return (x, t) => {
    const fields = {
      U: new Float64Array(1),
      gradient: new Float64Array(d),
      laplacian: new Float64Array(1),
      dt: new Float64Array(1),
      density: new Float64Array(1),
    };
    values(x, 1, t, fields);
    return {
      U: fields.U[0]!,
      gradient: Array.from(fields.gradient),
      laplacian: fields.laplacian[0]!,
      dt: fields.dt[0]!,
      density: fields.density[0]!,
    };
  };
}
