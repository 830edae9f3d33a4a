/**
 * @file The contracts of objectives: what a way of training may ask of the composed game, and the terms it may be made of.
 *
 *     points   a loss at points:            sample → jets → expression
 *     paths    costs along simulated paths: roll out → columns → end costs
 */
import type { CostateTerm } from "./costate-term.ts";
import type { Expr, Vec } from "../math/expressions/expression.ts";
import type { IntegratorId } from "../math/integrators.ts";
import type { DynamicsSpec, FunctionalSpec, LagrangianSpec, Spec } from "./define.ts";
import type { GamePoint, PathEnd, Place } from "./place.ts";
import type { SampleCost } from "./samples.ts";
import type { Bridges, Carrying, EndCoupling, Lines, Rounds, SteeredBridges } from "./lines.ts";
import type { Misfit } from "./reason.ts";
import type { Dual } from "./dual.ts";
import type { ParamSpecs, ParamValues } from "./params.ts";
import type { Solve, SolveAtOnce } from "./solve.ts";
import type { Role } from "./role.ts";

/** Which levels λ = log(std/α) of the noise are trained on: λ ~ N(mean, sd²), from the noising time smallest · T on. */
export interface NoiseLevels {
  readonly mean: number;
  readonly sd: number;
  /** A fraction of the horizon. */
  readonly smallest: number;
}

/** λ = log(std/α) ~ N(mean, sd²) clipped to [low, high], and the noising time at a level: s(λ) on an even grid of [low, high]. */
export interface NoiseLaw {
  readonly mean: number;
  readonly sd: number;
  readonly low: number;
  readonly high: number;
  readonly times: Float32Array;
}

/**
 * Where the points of a term come from, as formulas: the CPU interprets them, a GPU prints them. Terms that share a source
 * share its points and one evaluation of the network.
 *
 * Leaves: y1, y2 a row of the law `rows`; o1, o2 one of the law `origin`; s a noising time of the law `level`; u1, u2 … uniforms;
 * z1, z2 … normals; carried 1 where a frozen flow has found one end from the other, else 0; g1, g2 a particle at the end of the present flow, where the
 * terms train a critic; referenceScore1, referenceScore2 = ∇log ρ₀ at (y1, y2); and those that are one number per step. x and the columns may also read t, as the f32 that the loss will see.
 */
export interface PointSource {
  readonly id: string;
  readonly rows: "data" | "reference" | "none";
  /** The law of a second row, drawn apart from the first: the leaves o1, o2. */
  readonly origin?: "reference";
  /** Pairs the rows of a batch with its origins anew; left out: as they were drawn. */
  readonly coupling?: EndCoupling;
  /** From round 1 on a frozen network finds the rows from the origins, or the origins from the rows. */
  readonly rounds?: Carrying;
  readonly level: NoiseLaw | undefined;
  /** How many u and how many z there are. */
  readonly uniforms: number;
  readonly normals: number;
  readonly t: Expr;
  readonly x: Vec;
  /** What the losses read beside x1, x2 and t: e1, e2; directions for the second-order channel are w1, w2. */
  readonly columns: Readonly<Record<string, Expr>>;
}

/**
 * A part of the loss: one curve. Its name stands in files and results, for good; its title is what the screen says where the name alone
 * would not do; its slot is the cost whose colour it wears, and its place in the equation.
 */
export interface Part {
  readonly name: string;
  readonly title?: string;
  readonly slot: "running" | "interaction" | "terminal" | "hjb" | "objective";
}

export interface PointsTerm extends Part {
  readonly kind: "points";
  readonly points: PointSource;
  readonly of: Role;
  /** Without its weight. */
  loss(here: GamePoint): Expr;
  /** E ℓ, or log E e^ℓ; the mean where nothing is said. */
  readonly average?: "mean" | "log-mean-exp";
  readonly weight: Expr | number;
  /** Steps over which the weight grows from 0. */
  readonly ramp: number;
}

/** ∫ integrand dt along the paths: a column of the roll-out. */
export interface Accumulated extends Part {
  integrand(here: GamePoint): Expr;
  readonly discounted: boolean;
  readonly in: "loss" | "measure";
  readonly weight: Expr | number;
  readonly ramp: number;
}

/** A cost at the end of the paths: the data end for pushed paths, and read at the data too for pulled ones. */
export interface EndCost extends Part {
  /** Which end of the paths it is read at; pushed paths end at the data, pulled ones start there. */
  readonly at: "data" | "reference";
  integrand(here: PathEnd): Expr;
  /** A cost of the game counts e^(−κt) at the time t of its end; a penalty on U does not, for U is in current value. */
  readonly discounted: boolean;
  readonly weight: Expr | number;
  readonly ramp: number;
}

/** A cost of the two samples as a whole, read at the data end: no formula at a point. */
export interface EndComparison extends Part {
  readonly compare: SampleCost;
}

/** What formulas along the paths ask of the batch at one time: the mean, or a kernel's average over the others. */
export type PopulationFeature =
  /** log π where the particles are, which moves with them. */
  | { readonly kind: "target" }
  | { readonly kind: "mean"; readonly path: string; readonly frozen: boolean }
  | {
      readonly kind: "kernel";
      readonly leaf: string;
      /** k(x, y) in the leaves x1, x2, y1, y2. */
      readonly kernel: Expr;
      readonly against: "population" | "target";
      /** Held fixed while differentiating: the price of a Nash player. */
      readonly frozen: boolean;
    };

export interface PathsTerm {
  readonly kind: "paths";
  readonly name: string;
  readonly start: "reference" | "data";
  readonly direction: "push" | "pull";
  readonly integrator: IntegratorId;
  readonly steps: number;
  readonly of: Role;
  /** The paths are those of one stage of the flow, from where the stages before have brought the crowd. Pushed ones only. */
  readonly stages?: Rounds;
  /** Carry log ρ along the path (no noise only). */
  readonly logDensity: boolean;
  readonly accumulate: readonly Accumulated[];
  readonly end: readonly EndCost[];
  /** What `accumulate` asks of the batch along the paths, and `end` at the data end. */
  readonly crowd: { readonly along: readonly PopulationFeature[]; readonly end: readonly PopulationFeature[] };
  readonly comparisons: readonly EndComparison[];
}

export type Term = PointsTerm | PathsTerm | CostateTerm;

/**
 * Networks that move together. The phases of a plan are run in their order in every step of the run.
 *
 *     θ_trains ← Adam(θ_trains, ±∇ Σ terms)      so many rounds, each with draws and moments of its own
 */
export interface Phase {
  readonly trains: readonly Role[];
  /** Times that it is run in a step. */
  readonly rounds: number;
  /** 1 goes down the sum of its terms, −1 climbs it. */
  readonly sign: 1 | -1;
  /** Terms of one name are one part of the loss: their sum. */
  readonly terms: readonly Term[];
  /** Its own optimiser's numbers instead of the run's: the learning rate before the schedule, Adam's β₁ and β₂. */
  readonly adam?: { readonly rate?: number; readonly beta1?: number; readonly beta2?: number };
}

/** Training by gradient steps. The phase that trains the first network of the objective is the game; its parts make the loss. */
export interface Learn {
  readonly kind: "learn";
  readonly phases: readonly Phase[];
}

/** Terms that train one network, all at once. */
export const learnTerms = (role: Role, terms: readonly Term[]): Learn => ({
  kind: "learn",
  phases: [{ trains: [role], rounds: 1, sign: 1, terms }],
});

export interface NetworkNeed {
  readonly role: Role;
  readonly output: "potential" | "field";
  /** Starts with weights that are all 0, and does not move anybody until it is trained. */
  readonly blank?: true;
  /** A size of its own, instead of the experiment's. */
  readonly size?: { readonly width: number; readonly depth: number };
}

/** A functional of the game, bound to its parameters; null: it has no formula at a point. */
export interface CostParts {
  readonly spec: FunctionalSpec;
  integrand(at: Place): Expr | null;
  price(at: Place): Expr | null;
  readonly crowd: readonly PopulationFeature[];
  readonly particles: SampleCost | undefined;
  /** Where a critic judges: what makes a test function good. */
  readonly dual: Dual | undefined;
}

/** What an objective may ask of the composed game. Implemented once, by the engine. */
export interface GameParts {
  readonly at: Place;
  readonly dimension: 1 | 2;
  readonly output: "potential" | "field";
  readonly terminal: CostParts;
  readonly interactions: readonly (CostParts & { readonly name: string })[];
  readonly hasRunningCost: boolean;
  /** Points at the end of the flow: particles as it sends them now, data, and points on the segments between them. */
  readonly critic: { readonly generated: PointSource; readonly data: PointSource; readonly between: PointSource };
  /** Points at random times on lines from the reference to the data, with the way from end to end (columns e1, e2). */
  lines(which: Lines): PointSource;
  /** The same on Brownian bridges around the lines: e1, e2 their velocity times the column `balance`, which is 0 at the ends. */
  bridges(which: Bridges): PointSource;
  /** On Brownian bridges in the game's noise: e1, e2 the velocity to one of their ends times the column `balance`, which is 0 there. */
  steeredBridges(which: SteeredBridges): PointSource;
  /** Points noised to a random s, with the noise used (columns e1, e2), or with random directions (w1, w2) as well. */
  noisedData(options: NoiseLevels & { readonly directions: boolean }): PointSource;
}

export interface Game {
  readonly dynamics: { readonly spec: DynamicsSpec; readonly params: ParamValues };
  readonly lagrangian: { readonly spec: LagrangianSpec; readonly params: ParamValues };
  readonly interactions: readonly { readonly spec: FunctionalSpec; readonly params: ParamValues }[];
  readonly terminal: { readonly spec: FunctionalSpec; readonly params: ParamValues };
  /** κ. */
  readonly discount: number;
  readonly output: "potential" | "field";
}

export interface ObjectiveSpec<P extends ParamSpecs = ParamSpecs> extends Spec<P> {
  /**
   * Where its costs are averaged: along simulated paths ("stages": of one stage of the flow after the other), at noised data, on lines or Brownian
   * bridges from a point of the reference to one of the data, over the nodes of a grid, where no network is trained; or U is held against costates
   * of simulated paths. "particles": nothing is averaged, the crowd is marched in time and U is the price of the crowd as it is. "data": at the
   * training points themselves, at the end alone; U is known on the way, and no network is trained. "at once": the game of a setting of its own, of which there are no steps to
   * watch.
   */
  readonly at: "paths" | "costates" | "noised data" | "lines" | "bridges" | "grid" | "particles" | "stages" | "data" | "at once";
  /** What is drawn over its steps, where that is not the costs of the game or one part named like itself. */
  curves?(params: ParamValues): readonly Required<Part>[];
  /** Parts of the loss that other networks add after the game's own; they wear the terminal cost's colour. */
  beside?(params: ParamValues): readonly string[];
  /** Rounds of which each but the first learns from the flow of the one before; undefined: there is one round. */
  rounds?(params: ParamValues): Rounds | undefined;
  /** How its paths are stepped, and those of samples too; left out: by Runge-Kutta's rule of order 4. */
  integrator?(params: ParamValues): IntegratorId;
  /** The noise levels that it trains on, where data are noised. */
  noiseLevels?(params: ParamValues): NoiseLevels;
  /** A sample takes one evaluation of a network that knows the way to the end (role "jump"). */
  readonly atOnce?: true;
  /** It keeps the population within walls. */
  readonly reflects?: true;
  /** It fits ∇U to the score of the population, so that a noisy game's deterministic flow is known. */
  readonly learnsScore: boolean;
  /** @param logDensity whether that of the data is known, and a number everywhere */
  fits(game: Game, params: ParamValues, logDensity: boolean): true | Misfit;
}

export interface Objective {
  readonly spec: ObjectiveSpec;
  /** The first is the one that moves the particles. On a grid it is the field that is sought. */
  networks(game: Game, params: ParamValues): readonly NetworkNeed[];
  plan?(parts: GameParts, params: ParamValues): Learn;
  /** Instead of a plan where no network is trained. */
  solve?(params: ParamValues): Solve;
  /** Instead of either where it is `at` "at once". */
  solveAtOnce?(params: ParamValues): SolveAtOnce;
}

/* @__NO_SIDE_EFFECTS__ */
export function objectiveSpec<P extends ParamSpecs>(spec: ObjectiveSpec<P>): ObjectiveSpec<P> {
  return spec;
}

/* @__NO_SIDE_EFFECTS__ */
export function objective(spec: ObjectiveSpec, numerics: Omit<Objective, "spec">): Objective {
  return { spec, ...numerics };
}
