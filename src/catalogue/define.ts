/**
 * @file The contracts of the catalogue: what a slot choice, a density, an objective and a model have to say.
 *
 * A `spec` is data or pure functions of data (the page imports nothing else). The numerics are expressions: loss, residual, adjoint and picture
 * come from the same few lines. One sign convention (docs/mathematics.md, Convention):
 *
 *     dX = (f + g a) dt + σ dW,    p = ∇U,    𝓗(x, p, t) = −f·p + H_L(x, g p),    b = −∂𝓗/∂p = f + g a*
 *     r  = −∂ₜU + κU − (σ²/2)ΔU + 𝓗 − Σ δℐ/δρ
 */
import type { Scalar } from "@tensorflow/tfjs-core";
import type { Expr, Vec } from "../math/expressions/expression.ts";
import type { Random } from "../math/random.ts";
import type { Sampler } from "../math/laws/sampler.ts";
import type { Dual } from "./dual.ts";
import type { Feature } from "./features.ts";
import type { ParamExpr, TypedTex } from "./formula.ts";
import type { ParamSpecs, ParamValues, ValuesOf, Wording } from "./params.ts";
import type { MovingPlace, Place, Instant } from "./place.ts";
import type { PriceTerms } from "./price-terms.ts";
import type { Reason } from "./reason.ts";
import type { Crossing, Setting, StateOf } from "./setting.ts";
import type { StateCosts, StateRates } from "./states-game.ts";
import type { ParticlesGiven, TensorOps, TensorsGiven } from "./samples.ts";
import type { SpeedCost } from "./speed-cost.ts";

/** A file's export `references`, beside its spec: the page reads them with Share only. */
export interface Reference {
  readonly authors: string;
  readonly title: string;
  readonly year: number;
  readonly arxiv?: string;
}

/** What every entry says about itself, its `about` in a sentence. `id` is public for ever (links). */
export interface Spec<P extends ParamSpecs = ParamSpecs> {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** The heading of docs/mathematics.md that its card's ? opens. */
  readonly section?: string;
  readonly formula: string; // TeX
  readonly params: P;
  /** It belongs to this setting and to no other. */
  readonly setting?: Setting;
  /** The TeX of an entry that the user writes: stands for what is fixed above where the parameters are known. */
  typed?(params: ParamValues): TypedTex;
  /** What is wrong with the parameters where nothing nearer is right: the choice stays as it is, and the run waits. */
  refuses?(params: ParamValues, dimension: 1 | 2, output: "potential" | "field"): Reason | undefined;
}

export type ParamExprs<P extends ParamSpecs> = { readonly [K in keyof P]: ParamExpr<P[K]> };

export interface DensitySpec<P extends ParamSpecs = ParamSpecs> extends Spec<P> {
  /** The dimension of space, from the parameters. */
  dimension(params: ParamValues): 1 | 2;
  /** Fills in what was left out and depends on the rest (a covariance of the mean's dimension). */
  complete?(given: ParamValues): ParamValues;
  /** What no single parameter spec can see: lengths that must agree, weights that sum to 0. */
  check?(params: ParamValues): Reason | undefined;
  /** Has a log-density and a score everywhere, which most objectives ask of the starting population ρ₀; others may start where they only draw. */
  readonly canBeReference: boolean;
  /** It is points of the user's own: the names of the parameters that hold their rows, which nobody types, and that standardise them. */
  readonly givenRows?: { readonly rows: string; readonly standardise: string };
  /** Where its density is known and 0 outside a bounded set: the parameters of the nearest law that is positive everywhere. */
  bounded?(params: ParamValues): { readonly nearest: ParamValues } | undefined;
}

/** A density in numbers. Points are row-major [n, d]; outputs are overwritten. */
export interface Density {
  readonly dimension: 1 | 2;
  sample(random: Random, n: number, x: Float32Array | Float64Array): void;
  /** The same law as plain data: what training batches are drawn from. Every entry of the catalogue has it; a diffused law may not. */
  sampler?(): Sampler;
  /** log of the density, [n]. Absent if it is not known (the user's own points). */
  logDensity?(x: ArrayLike<number>, n: number, out: Float32Array | Float64Array): void;
  /** ∇ log of the density, [n, d]. */
  score?(x: ArrayLike<number>, n: number, out: Float32Array | Float64Array): void;
  /** Δ log of the density, [n]. */
  laplacianLogDensity?(x: ArrayLike<number>, n: number, out: Float32Array | Float64Array): void;
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** The law of α Y + std Z, Z standard normal: the noised density η. Absent if it has no closed form. */
  diffused?(alpha: number, std: number): Density;
  /** Separated modes with their weights, for the mode weights of a learned density. Absent if there are none. */
  readonly modes?: readonly { readonly mean: readonly number[]; readonly sd: number; readonly weight: number }[];
  readonly gaussian?: { readonly mean: readonly number[]; readonly covariance: readonly (readonly number[])[] }; // closed forms know it
}

export interface DensityEntry {
  readonly spec: DensitySpec;
  build(params: ParamValues): Density;
}

export interface DynamicsSpec<P extends ParamSpecs = ParamSpecs> extends Spec<P> {
  /** σ > 0 somewhere. */
  readonly noisy: boolean;
  /** σ, where it is the same at all times; 0 without noise. */
  steadySigma?(params: ParamValues): number;
  /** f ≠ 0: particles are carried along when nobody steers. */
  readonly drifts: boolean;
  /** g: what the player picks is a velocity ("one"), or a velocity in units of the noise ("sigma"). */
  gain(params: ParamValues): "one" | "sigma";
  /** Has α(s), std(s): the time reversal of a noising process with Gaussian transitions, so scores can be matched. */
  noises(params: ParamValues): boolean;
  /** Where people do not move but change: the states that there are. */
  readonly states?: readonly StateOf[];
  readonly timeUnit?: "day" | "year"; // of those who change; left out: a day
  rates?(params: ParamValues): StateRates;
  crossing?(params: ParamValues): Crossing; // what crosses a crowd at rest, and the crowd
  /** Its own end law ρ₀ for an omitted reference: standard deviation of N(0, ·I), or undefined for N(0, I). */
  endDeviation?(params: ParamValues, horizon: number): number;
}

export interface Dynamics {
  readonly spec: DynamicsSpec;
  drift(at: Instant & { readonly x: Vec }, p: ParamExprs<ParamSpecs>): Vec;
  gain(at: Instant, p: ParamExprs<ParamSpecs>): Expr;
  sigma(at: Instant, p: ParamExprs<ParamSpecs>): Expr;
  /** Y_s = α(s) Y₀ + std(s) Z. */
  readonly noising?: { alpha(at: Instant, p: ParamExprs<ParamSpecs>): Expr; std(at: Instant, p: ParamExprs<ParamSpecs>): Expr };
}

export interface LagrangianSpec<P extends ParamSpecs = ParamSpecs> extends Spec<P> {
  /** L = 0: moving costs nothing. */
  readonly free: boolean;
  /** Where people change instead of moving: what a state costs. */
  stateCosts?(params: ParamValues): StateCosts;
  /** L = ∞ beyond some speed: a free velocity field, which knows no limit, cannot pay it. */
  readonly limitsSpeed?: boolean;
  /** The letter that `formula` uses for what the player picks. */
  readonly player: "a" | "v";
  /** What it asks of the crowd where one moves. */
  readonly needs?: readonly Feature[];
  /** a* is a multiple of the slope that it answers, so that the flow of a potential is a gradient. */
  readonly linearReply?: boolean;
  /** w, where L = ½w|a|²; less ∇·f if it is `coleHopf`. */
  energyWeight?(params: ParamValues): number;
  /** ℓ, where L = ℓ(|a|) is not that. */
  speedCost?(params: ParamValues): SpeedCost;
  /** |a*| grows faster than the slope that it answers. */
  overreacts?(params: ParamValues): boolean;
  /** L = ½|a|² − ∇·f: with a cross-entropy at the end U = −log of the noised data (Cole-Hopf), so that the optimal control is a score. */
  readonly coleHopf: boolean;
  /** TeX of H_L(q) for the TeX of a vector q (the screen puts g∇U there), or why there is none. A test evaluates it beside `hamiltonian`. */
  readonly hamiltonianFormula: ((q: string) => string) | Reason;
}

export interface Lagrangian {
  readonly spec: LagrangianSpec;
  value(at: MovingPlace, a: Vec, p: ParamExprs<ParamSpecs>): Expr;
  /** L at the best reply a* = −∂H/∂q to q, −q·a* − H: where that is safer to compute, or smoothed. A free field always pays `value`. */
  valueAtReply?(at: Place, q: Vec, p: ParamExprs<ParamSpecs>): Expr;
  /** H_L(x, q) = sup_a { −q·a − L(x, a) }. */
  readonly hamiltonian: ((at: Place, q: Vec, p: ParamExprs<ParamSpecs>) => Expr) | { readonly none: Reason };
}

/**
 * How a player sees the crowd's share in a cost.
 *
 *     linear        no share: the cost is an integral of something that does not depend on ρ
 *     variational   the price is the derivative of the cost: everybody does what is best for all (mean-field control)
 *     nash          the price is paid with the crowd held fixed: everybody does what is best for himself (mean-field game)
 *     constraint    the population is prescribed
 */
export type Coupling = "linear" | "variational" | "nash" | "constraint";

/** Its end law is prescribed: no cost leads there by its slope. */
export const prescribes = ({ coupling }: Pick<FunctionalSpec, "coupling">): boolean => coupling === "constraint";

export interface FunctionalSpec<P extends ParamSpecs = ParamSpecs> extends Spec<P> {
  readonly slots: readonly ("interaction" | "terminal")[];
  readonly needs: readonly Feature[];
  /** Which law the integral is taken over: paths pushed from the reference, or pulled back from the data. */
  readonly measure: "population" | "target";
  /** ℱ = 0: it costs nothing, and stands for no cost. */
  readonly free?: boolean;
  /** May hang on a parameter: Nash or social as one switch. */
  readonly coupling: Coupling | ((params: ParamValues) => Coupling);
  /** Minimised by a point mass: something else has to keep the population apart. */
  readonly concentrates?: boolean;
  /** The price, where it is a sum of these terms and nothing else: {} is 0. */
  priceTerms?(params: ParamValues): PriceTerms;
  /** λ, where it is λ KL(π‖ρ). */
  likelihoodWeight?(params: ParamValues): number;
  /** λ, where ℱ = (λ/2) W₂² between the Gaussians that have the means and covariances of the crowd and of the data. */
  momentsWeight?(params: ParamValues): number;
  /** e^(−price) = π with these parameters: what the Cole-Hopf transform of a diffusion needs at its end. */
  coleHopf?(params: ParamValues): boolean;
  /** TeX of the price δℱ/δρ. May hang on a parameter. */
  readonly priceFormula: string | ((params: ParamValues) => string);
  /** It compares whole samples: there is no price at a point. */
  readonly priceless?: boolean;
  /** It is the end cost once more, paid along the way at the rate of the discount (repeated.ts). */
  readonly repeats?: "terminal";
  /** σ_F of the Fisher information (σ_F⁴/8)∫|∇log ρ|²ρ: who pays it beside kinetic energy moves as more noise would move him without it. */
  asNoise?(params: ParamValues): number;
  /** A disc on the stage, drawn and dragged there: the names of its parameters. */
  readonly disc?: { readonly x: string; readonly y: string; readonly radius: string };
  /** TeX of −U(x, 0) where the costs are averaged over paths pulled back from the data: the game's end condition stands there. */
  readonly pulledPriceFormula?: string;
}

/**
 * What acts on a population, said in one of four ways. What is left out follows:
 *
 *     a formula at a point    integrand ℓ: ℱ = E_ρ[ℓ];  price δℱ/δρ.             Linear ones need only one of the two.
 *     a kernel                k symmetric: ℱ = ½E_ρρ k (− E_ρπ k if `kernelTarget` is among its needs), price E_ρk (− E_πk).
 *     particles               a number and its gradient from two samples; it has no price at a point.
 *     tensors                 the number alone, in TensorFlow.js, which finds the gradient: dearer, and nothing to derive.
 */
export interface Functional {
  readonly spec: FunctionalSpec;
  /** ℱ = ∫ ℓ dμ up to a constant that does not depend on ρ. */
  integrand?(at: Place, p: ParamExprs<ParamSpecs>): Expr;
  /** δℱ/δρ. */
  price?(at: Place, p: ParamExprs<ParamSpecs>): Expr;
  kernel?(x: Vec, y: Vec, p: ParamExprs<ParamSpecs>): Expr;
  /** The value, its gradient written. */
  particles?(given: ParticlesGiven): number;
  tensors?(tf: TensorOps, given: TensorsGiven): Scalar;
  /** Where the price is a witness. */
  readonly dual?: Dual<ParamExprs<ParamSpecs>>;
}

export interface ModelSpec extends Omit<Spec, "params"> {
  /** A whole experiment but for data and seed, as plain data; `experiment/` validates it in a test. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly wording?: Readonly<Record<string, Wording>>; // by path: what its field calls otherwise than the laboratory does
}

/* @__NO_SIDE_EFFECTS__ */
export function densitySpec<P extends ParamSpecs>(spec: DensitySpec<P>): DensitySpec<P> {
  return spec;
}

/* @__NO_SIDE_EFFECTS__ */
export function dynamicsSpec<P extends ParamSpecs>(spec: DynamicsSpec<P>): DynamicsSpec<P> {
  return spec;
}

/* @__NO_SIDE_EFFECTS__ */
export function lagrangianSpec<P extends ParamSpecs>(spec: LagrangianSpec<P>): LagrangianSpec<P> {
  return spec;
}

/* @__NO_SIDE_EFFECTS__ */
export function functionalSpec<P extends ParamSpecs>(spec: FunctionalSpec<P>): FunctionalSpec<P> {
  return spec;
}

/* @__NO_SIDE_EFFECTS__ */
export function modelSpec(spec: ModelSpec): ModelSpec {
  return spec;
}

/* @__NO_SIDE_EFFECTS__ */
export function density<P extends ParamSpecs>(spec: DensitySpec<P>, build: (params: ValuesOf<P>) => Density): DensityEntry {
  return { spec, build };
}

/* @__NO_SIDE_EFFECTS__ */
export function dynamics<P extends ParamSpecs>(
  spec: DynamicsSpec<P>,
  numerics: {
    drift(at: Instant & { readonly x: Vec }, p: ParamExprs<P>): Vec;
    gain(at: Instant, p: ParamExprs<P>): Expr;
    sigma(at: Instant, p: ParamExprs<P>): Expr;
    noising?: { alpha(at: Instant, p: ParamExprs<P>): Expr; std(at: Instant, p: ParamExprs<P>): Expr };
  },
): Dynamics {
  return { spec, ...numerics };
}

/* @__NO_SIDE_EFFECTS__ */
export function lagrangian<P extends ParamSpecs>(
  spec: LagrangianSpec<P>,
  numerics: {
    value(at: MovingPlace, a: Vec, p: ParamExprs<P>): Expr;
    valueAtReply?(at: Place, q: Vec, p: ParamExprs<P>): Expr;
    hamiltonian: ((at: Place, q: Vec, p: ParamExprs<P>) => Expr) | { readonly none: Reason };
  },
): Lagrangian {
  return { spec, ...numerics } as unknown as Lagrangian;
}

/* @__NO_SIDE_EFFECTS__ */
export function functional<P extends ParamSpecs>(
  spec: FunctionalSpec<P>,
  numerics: {
    integrand?(at: Place, p: ParamExprs<P>): Expr;
    price?(at: Place, p: ParamExprs<P>): Expr;
    kernel?(x: Vec, y: Vec, p: ParamExprs<P>): Expr;
    particles?(given: ParticlesGiven & { readonly params: ValuesOf<P> }): number;
    tensors?(tf: TensorOps, given: TensorsGiven & { readonly params: ValuesOf<P> }): Scalar;
    readonly dual?: Dual<ParamExprs<P>>;
  },
): Functional {
  return { spec, ...numerics };
}
