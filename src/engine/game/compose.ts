/**
 * @file The game, composed once from its slots and never per model.
 *
 *     𝓗(x, p, t) = −f·p + H_L(x, g p),        a* = −∂H_L/∂q (g p),      b = −∂𝓗/∂p = f + g a*
 *     r = −∂ₜU + κU − (σ²/2)ΔU + 𝓗(x, ∇U, t) − Σ δℐ/δρ                                              (MATH.md 1.0)
 *     ∇·b = Σᵢ ∂bᵢ/∂xᵢ + Σᵢⱼ ∂bᵢ/∂pⱼ ∂ᵢpⱼ                            needs only ΔU where ∂b/∂p is a multiple of I
 *
 * A field network gives the control itself; then there is no U, and no residual.
 */
import type { Place, Dynamics, Functional, FunctionalSpec, Lagrangian, Instant, ParamExprs } from "../../catalogue/define.ts";
import type { PathEnd } from "../../catalogue/terms.ts";
import type { ParamSpecs, ParamValues } from "../../catalogue/params.ts";
import {
  add,
  addVec,
  dot,
  type Expr,
  input,
  isNumber,
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
import { sameExpression } from "../../math/expressions/same.ts";
import { bind, type Binding } from "./binding.ts";
import type { Role } from "../../catalogue/terms.ts";

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
  readonly terminal: { readonly spec: FunctionalSpec; readonly integrand: Expr; readonly price: Expr };
  /** δℐ/δρ of each interaction. */
  readonly prices: readonly Expr[];
  /** Moving costs nothing. */
  readonly free: boolean;
  /** Why there is no HJB residual, or undefined if there is one. */
  readonly noResidual: string | undefined;
}

/** Reals and integers become live leaves named by their path in the experiment; anything else stays as it is. */
export function paramLeaves(path: string, specs: ParamSpecs, values: ParamValues): ParamExprs<ParamSpecs> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      spec.kind === "real" || spec.kind === "integer" ? input(`${path}.${name}`) : (values[name] ?? spec.default),
    ]),
  ) as ParamExprs<ParamSpecs>;
}

const AXES = ["1", "2"] as const;

export function compose(given: ComposeGiven): Composed {
  const { dimension, dynamics, lagrangian } = given;
  const axes = AXES.slice(0, dimension);
  const x = axes.map((i) => input(`x${i}`));
  const t = input("t");
  const horizon = input("game.horizon");
  const moment: Instant = { t, s: sub(horizon, t), horizon, dimension };
  const dynamicsParams = paramLeaves("game.dynamics.params", dynamics.entry.spec.params, dynamics.params);
  const lagrangianParams = paramLeaves("game.lagrangian.params", lagrangian.entry.spec.params, lagrangian.params);
  const f = dynamics.entry.drift({ ...moment, x }, dynamicsParams);
  const divF = trace(f, "x");
  const g = dynamics.entry.gain(moment, dynamicsParams);
  const sigma = dynamics.entry.sigma(moment, dynamicsParams);
  const canNoise = dynamics.entry.noising !== undefined && dynamics.entry.spec.noises(dynamics.params);
  const noising = canNoise
    ? { alpha: dynamics.entry.noising.alpha(moment, dynamicsParams), std: dynamics.entry.noising.std(moment, dynamicsParams) }
    : undefined;
  const at: Place = { ...moment, x, f, divF, g, sigma, of: (feature) => input(feature) };
  const binding = bind({ ...given, x, t, horizon, noising });

  const q = axes.map((i) => input(`q${i}`));
  const hamiltonianOf = lagrangian.entry.hamiltonian;
  const H = typeof hamiltonianOf === "function" ? hamiltonianOf(at, q, lagrangianParams) : undefined;
  const qNames = axes.map((i) => `q${i}`);
  const withQ = (roots: readonly Expr[], momentum: Vec) =>
    substitute(roots, new Map(qNames.map((name, i) => [name, mul(g, momentum[i] ?? num(0))])));
  const { momentum, field } = binding;

  // a* = −∂H_L/∂q at q = g p; without a Hamiltonian the flow of a potential is taken along −∇U
  const control: Vec =
    field ?? (momentum === undefined ? [] : H === undefined ? momentum.map(neg) : withQ(gradient(H, qNames).map(neg), momentum));
  const drift = addVec(f, scale(g, control));
  const effective = momentum === undefined || H === undefined ? undefined : add(neg(dot(f, momentum)), withQ([H], momentum)[0] ?? num(0));

  const divergenceOf = (response: Expr): Expr => add(divF, mul(response, binding.laplacian));
  const response = field !== undefined ? g : H === undefined ? neg(g) : isotropicResponse(H, qNames, g);
  const divergence = divergenceOf(response);
  const halfVariance = mul(0.5, mul(sigma, sigma));
  const probabilityFlow = {
    drift: momentum === undefined ? drift : addVec(drift, scale(halfVariance, momentum)),
    divergence: divergenceOf(add(response, halfVariance)),
  };

  const price = (slot: Slot<Functional>, name: string) => slot.entry.price(at, paramLeaves(name, slot.entry.spec.params, slot.params));
  const prices = given.interactions.map((slot, i) => price(slot, `game.interactions.${String(i)}.params`));
  const runningCost = lagrangian.entry.value(at, control, lagrangianParams);
  const noResidual =
    binding.value === undefined || binding.valueTime === undefined
      ? "The network is a free vector field: it has no potential U, so there is no HJB residual."
      : effective === undefined && typeof hamiltonianOf !== "function"
        ? hamiltonianOf.none.reason
        : undefined;
  const residual = (): Expr => {
    if (noResidual !== undefined || binding.value === undefined || binding.valueTime === undefined || effective === undefined)
      throw new Error(noResidual ?? "no residual");
    return sum([
      neg(binding.valueTime),
      mul(input("game.discount"), binding.value),
      neg(mul(halfVariance, binding.laplacian)),
      effective,
      ...prices.map(neg),
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
    divergence: () => divergence,
    runningCost: () => runningCost,
    hjbResidual: residual,
    alpha: () => known(noising, "a noising process").alpha,
    std: () => known(noising, "a noising process").std,
    scoreScale: () => binding.scoreScale,
    column: (name) => input(name),
    referenceLogDensity: () => input("referenceLogDensity"),
    logVolume: () => input("logVolume"),
  };
  const terminalParams = paramLeaves("game.terminal.params", given.terminal.entry.spec.params, given.terminal.params);
  return {
    dimension,
    binding,
    at,
    here,
    sigma,
    noising,
    probabilityFlow,
    prices,
    terminal: {
      spec: given.terminal.entry.spec,
      integrand: given.terminal.entry.integrand(at, terminalParams),
      price: given.terminal.entry.price(at, terminalParams),
    },
    free: lagrangian.entry.spec.free,
    noResidual,
  };
}

/** Σ ∂vᵢ/∂xᵢ of an explicit expression. */
function trace(v: Vec, letter: string): Expr {
  return sum(v.map((e, i) => gradient(e, [`${letter}${String(i + 1)}`])[0] ?? num(0)));
}

/** ρ where ∂(g a*)ᵢ/∂pⱼ = ρ δᵢⱼ: then ∇·(g a*) = ρ ΔU. Any other Hamiltonian would need the whole Hessian. */
function isotropicResponse(H: Expr, qNames: readonly string[], g: Expr): Expr {
  const slopes = gradient(H, qNames);
  const second = slopes.map((slope) => gradient(slope, qNames));
  const first = second[0]?.[0] ?? num(0);
  for (const [i, row] of second.entries())
    for (const [j, e] of row.entries())
      if (i === j ? !sameExpression(e, first) : !isNumber(e, 0))
        throw new Error("This Hamiltonian needs the whole Hessian of U, which the jets do not carry yet.");
  return neg(mul(mul(g, g), first));
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`This game has not got ${what}.`);
  return value;
}
