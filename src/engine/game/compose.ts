/**
 * @file The game, composed once from its slots and never per model.
 *
 *     𝓗(x, p, t) = −f·p + H_L(x, g p),        a* = −∂H_L/∂q (g p),      b = −∂𝓗/∂p = f + g a*
 *     r = −∂ₜU + κU − (σ²/2)ΔU + 𝓗(x, ∇U, t) − Σ δℐ/δρ (docs/mathematics.md, The game and its optimality system)
 *     ∇·b = Σᵢ ∂bᵢ/∂xᵢ + Σᵢⱼ ∂bᵢ/∂pⱼ ∂ᵢpⱼ                            the Hessian of U; only ΔU where ∂b/∂p is a multiple of I
 *
 * A field network gives the control itself; then there is no U, and no residual.
 */
import type { Dynamics, Functional, Lagrangian } from "../../catalogue/define.ts";
import type { Instant, PathEnd, Place } from "../../catalogue/place.ts";
import type { ParamValues } from "../../catalogue/params.ts";
import {
  add,
  addVec,
  dot,
  type Expr,
  input,
  isNumber,
  leaves,
  mul,
  neg,
  num,
  scale,
  sub,
  substitute,
  sum,
  type Vec,
} from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { bind, type Binding } from "./binding.ts";
import { scoreLeaf } from "./evaluation.ts";
import { bendOf, replyMotion } from "./reply-motion.ts";
import { type BoundFunctional, bindFunctional, paramLeaves, repeatedAlong } from "./functional.ts";
import type { Role } from "../../catalogue/role.ts";

export interface Slot<E> {
  readonly entry: E;
  readonly params: ParamValues;
}

export interface ComposeGiven {
  readonly dimension: 1 | 2;
  readonly dynamics: Slot<Dynamics>;
  readonly lagrangian: Slot<Lagrangian>;
  readonly interactions: readonly Slot<Functional>[];
  readonly terminal: Slot<Functional>;
  readonly role: Role;
  readonly time: "raw" | "fourier" | "log-snr";
  readonly preconditioning: "none" | "gaussian";
  readonly dataVariance: number;
}

export interface Composed {
  readonly dimension: 1 | 2;
  readonly binding: Binding;
  readonly at: Place;
  readonly here: PathEnd;
  /** σ(t). */
  readonly sigma: Expr;
  readonly noising: { readonly alpha: Expr; readonly std: Expr } | undefined;
  /** Drift of the probability flow that carries the same density as the noisy particles, if p = −∇log ρ. */
  readonly probabilityFlow: { readonly drift: Vec; readonly divergence: Expr };
  readonly terminal: BoundFunctional;
  readonly interactions: readonly BoundFunctional[];
  /** δℐ/δρ of each interaction; null where it has no formula at a point. */
  readonly prices: readonly (Expr | null)[];
  /** 𝓗(x, p, t) at any momentum p; undefined where the Lagrangian has no Hamiltonian. */
  effectiveHamiltonian(p: Vec): Expr | undefined;
  /** Why the Lagrangian has no Hamiltonian, or undefined if it has one. */
  readonly noHamiltonian: string | undefined;
  /** m(t) where 𝓗 = −f·p + ½ m |p|²: how far a slope of U moves a player. undefined: the Hamiltonian is another. */
  mobility(): Expr | undefined;
  /** Moving costs nothing. */
  readonly free: boolean;
  /** Why there is no HJB residual, or undefined if there is one. */
  readonly noResidual: string | undefined;
}

const axesOf = (dimension: 1 | 2) => (["1", "2"] as const).slice(0, dimension);

/** A place as the catalogue's formulas see it, and what the dynamics say there. */
function placeOf({ dimension, dynamics }: ComposeGiven): Pick<Composed, "at" | "sigma" | "noising"> {
  const x = axesOf(dimension).map((i) => input(`x${i}`));
  const t = input("t");
  const horizon = input("game.horizon");
  const moment: Instant = { t, s: sub(horizon, t), horizon, dimension };
  const { entry, params } = dynamics;
  const leavesOf = paramLeaves("game.dynamics.params", entry.spec.params, params);
  const f = entry.drift({ ...moment, x }, leavesOf);
  const sigma = entry.sigma(moment, leavesOf);
  const canNoise = entry.noising !== undefined && entry.spec.noises(params);
  return {
    sigma,
    noising: canNoise ? { alpha: entry.noising.alpha(moment, leavesOf), std: entry.noising.std(moment, leavesOf) } : undefined,
    at: {
      ...moment,
      ...{ x, f, divF: trace(f, "x"), g: entry.gain(moment, leavesOf), sigma },
      of: (feature) => input(feature),
      mean: () => axesOf(dimension).map((i) => input(`mean${i}`)),
      score: () => axesOf(dimension).map((_, k) => input(scoreLeaf(k))),
    },
  };
}

/** The best reply to the network's momentum, or the network's own field, and where it leads. */
interface Reply {
  readonly control: Vec;
  readonly drift: Vec;
  /** 𝓗(x, ∇U, t); undefined without a potential or a Hamiltonian. */
  readonly effective: Expr | undefined;
  readonly runningCost: Expr;
  /** ∇·(b + spread ∇U). */
  divergence(spread: Expr): Expr;
}

function replyOf(given: ComposeGiven, at: Place, { momentum, field, jacobian, laplacian }: Binding): Reply {
  const { dimension, lagrangian } = given;
  const { f, divF, g } = at;
  const params = paramLeaves("game.lagrangian.params", lagrangian.entry.spec.params, lagrangian.params);
  const qNames = axesOf(dimension).map((i) => `q${i}`);
  const q = qNames.map((name) => input(name));
  const H = ownHamiltonian(given, at, q);
  const withQ = (roots: readonly Expr[], p: Vec) => substitute(roots, new Map(qNames.map((name, i) => [name, mul(g, p[i] ?? num(0))])));
  // a* = −∂H_L/∂q at q = g p; without a Hamiltonian the flow of a potential is taken along −∇U
  const control: Vec =
    field ?? (momentum === undefined ? [] : H === undefined ? momentum.map(neg) : withQ(gradient(H, qNames).map(neg), momentum));
  const motion =
    field === undefined && H !== undefined && momentum !== undefined
      ? replyMotion(H, { dimension, g, withQ: (roots) => withQ(roots, momentum), jacobian })
      : {
          response: field === undefined ? neg(g) : g,
          explicit: num(0),
          jacobian: () => jacobian.map((row) => (field ? row : row.map(neg))),
        };
  const replies = field === undefined && momentum !== undefined && H !== undefined;
  const atReply = replies ? lagrangian.entry.valueAtReply?.(at, q, params) : undefined;
  return {
    control,
    drift: addVec(f, scale(g, control)),
    effective: momentum === undefined ? undefined : effectiveOf(given, at, momentum),
    runningCost:
      atReply !== undefined && momentum !== undefined
        ? withQ([atReply], momentum)[0]!
        : lagrangian.entry.value({ ...at, velocityGradient: motion.jacobian }, control, params),
    divergence(spread) {
      if (motion.response !== undefined) return add(add(divF, mul(g, motion.explicit)), mul(add(motion.response, spread), laplacian));
      return sum([divF, mul(g, sum(motion.jacobian().map((row, i) => row[i] ?? num(0)))), mul(spread, laplacian)]);
    },
  };
}

/** Why there is no HJB residual, or undefined if there is one. */
function whyNoResidual(given: ComposeGiven, { value, valueTime }: Binding, costs: Pick<Composed, "interactions" | "prices">) {
  if (value === undefined || valueTime === undefined)
    return "The network is a free vector field: it has no potential U, so there is no HJB residual.";
  const priceless = costs.interactions.find((_, i) => costs.prices[i] === null);
  if (priceless !== undefined) return `${priceless.spec.title} has no price at a point, so there is no HJB equation to hold.`;
  return noHamiltonianOf(given);
}

function noHamiltonianOf({ lagrangian: { entry } }: ComposeGiven): string | undefined {
  return typeof entry.hamiltonian === "function" ? undefined : entry.hamiltonian.none.reason;
}

export function compose(given: ComposeGiven): Composed {
  const { dimension } = given;
  const place = placeOf(given);
  const { at, sigma, noising } = place;
  const binding = bind({ ...given, x: at.x, t: at.t, horizon: at.horizon, noising });
  const { momentum } = binding;
  const { control, drift, effective, runningCost, divergence } = replyOf(given, at, binding);
  const halfVariance = mul(0.5, mul(sigma, sigma));
  const ownDivergence = divergence(num(0));
  const bound = (slot: Slot<Functional>, path: string) => bindFunctional(slot.entry, path, slot.params, dimension);
  const terminal = bound(given.terminal, "game.terminal");
  const interactions = given.interactions.map((slot, i) => repeatedAlong(terminal, bound(slot, `game.interactions.${String(i)}`)));
  const prices = interactions.map((interaction) => interaction.price(at));
  const noResidual = whyNoResidual(given, binding, { interactions, prices });
  const residual = (): Expr => {
    if (noResidual !== undefined) throw new Error(noResidual);
    return sum([
      neg(known(binding.valueTime, "the potential's time derivative")),
      mul(input("game.discount"), known(binding.value, "the potential U")),
      neg(mul(halfVariance, binding.laplacian)),
      known(effective, "a Hamiltonian"),
      ...prices.map((price) => (price === null ? num(0) : neg(price))),
    ]);
  };
  const here: PathEnd = {
    ...at,
    value: () => known(binding.value, "the potential U"),
    momentum: () => known(momentum, "the momentum ∇U"),
    valueTime: () => known(binding.valueTime, "the potential's time derivative"),
    laplacian: () => binding.laplacian,
    curvature: () => binding.curvature,
    control: () => control,
    drift: () => drift,
    divergence: () => ownDivergence,
    fieldAlong: (e) => known(binding.fieldAlong, "a velocity field")(e),
    runningCost: () => runningCost,
    hjbResidual: residual,
    alpha: () => known(noising, "a noising process").alpha,
    std: () => known(noising, "a noising process").std,
    scoreScale: () => binding.scoreScale,
    column: (name) => input(name),
    referenceLogDensity: () => input("referenceLogDensity"),
    logVolume: () => input("logVolume"),
  };
  return {
    ...place,
    ...{ dimension, binding, here, interactions, terminal, prices, noResidual },
    probabilityFlow: {
      drift: momentum === undefined ? drift : addVec(drift, scale(halfVariance, momentum)),
      divergence: momentum === undefined ? ownDivergence : divergence(halfVariance),
    },
    effectiveHamiltonian: (p) => effectiveOf(given, at, p),
    noHamiltonian: noHamiltonianOf(given),
    mobility: () => mobilityOf(given, at),
    free: given.lagrangian.entry.spec.free,
  };
}

/** H_L(x, q, t). */
function ownHamiltonian({ lagrangian: { entry, params } }: ComposeGiven, at: Place, q: Vec): Expr | undefined {
  if (typeof entry.hamiltonian !== "function") return undefined;
  return entry.hamiltonian(at, q, paramLeaves("game.lagrangian.params", entry.spec.params, params));
}

/** 𝓗 = −f·p + H_L(x, g p). */
function effectiveOf(given: ComposeGiven, at: Place, p: Vec): Expr | undefined {
  const H = ownHamiltonian(given, at, scale(at.g, p));
  return H === undefined ? undefined : sub(H, dot(at.f, p));
}

/** g²/w of H_L = |q|²/2w, read off the formula: bent alike in all directions, wherever and whatever q is, and without value or slope at q = 0. */
function mobilityOf(given: ComposeGiven, at: Place): Expr | undefined {
  const names = axesOf(given.dimension).map((i) => `q${i}`);
  const H = ownHamiltonian(given, at, names.map(input));
  if (H === undefined || given.lagrangian.entry.spec.free) return undefined;
  const slopes = gradient(H, names);
  const bend = bendOf(slopes.map((slope) => gradient(slope, names)));
  if (bend === undefined || ![...leaves([bend])].every((name) => name === "t" || name.startsWith("game."))) return undefined;
  const atZero = substitute([H, ...slopes], new Map(names.map((name) => [name, num(0)])));
  return atZero.every((e) => isNumber(e, 0)) ? mul(mul(at.g, at.g), bend) : undefined;
}

/** Σ ∂vᵢ/∂xᵢ of an explicit expression. */
function trace(v: Vec, letter: string): Expr {
  return sum(v.map((e, i) => gradient(e, [`${letter}${String(i + 1)}`])[0] ?? num(0)));
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`This game has not got ${what}.`);
  return value;
}
