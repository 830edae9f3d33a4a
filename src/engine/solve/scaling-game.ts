/**
 * @file From the set-up game to the scaling solver, or the slot that it cannot do and why.
 *
 * It wants no discount, noise without a drift, 𝓗 = ½ m|p|² with σ²/m the same at all times, prices at a point for everything that acts
 * on the crowd, and a density of the reference.
 */
import { type Density, prescribes } from "../../catalogue/define.ts";
import type { Unsolved } from "../../exact/problem.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { type Expr, isNumber, leaves } from "../../math/expressions/expression.ts";
import { plan } from "../../math/expressions/plan.ts";
import type { BoundFunctional } from "../game/functional.ts";
import type { Setup } from "../game/setup.ts";
import { SUMMED } from "./heat.ts";
import { type Lattice, latticeOver } from "./lattice.ts";
import { localFit } from "./local-end.ts";
import { atNodes, targetLogDensity } from "./nodes.ts";
import type { ScalingProblem } from "./scaling.ts";

/** The box reaches so many standard deviations beyond each law, as far as the noise can have spread it. */
const DEVIATIONS = 6;

/**
 * Nodes of an axis, and at most. Prices of the crowd keep forty sweeps of every time step, a kernel a number for each pair of nodes: those of
 * the plane would soon fill the memory.
 */
const NODES = {
  1: { alone: [512, 8192], crowd: [512, 4096], pairs: [512, 2048] },
  2: { alone: [96, 384], crowd: [64, 96], pairs: [64, 64] },
} as const;

/**
 * Time steps where something acts on the way, and at least. Those whose heat is summed over the nodes keep the mass to rounding; shorter
 * ones, read between the nodes, do not, and steep fields run away with them.
 */
const STEPS = { most: 48, least: 12 } as const;

/** Shares of the horizon at which σ²/m is looked at. */
const PROBES = [0, 0.37, 1];

/** Points of the quadrature of σ². */
const QUADRATURE = 64;

/** What a sum over the nodes may miss of a law's mass. */
const MASS_TOLERANCE = 0.01;

/** Why it cannot be solved, and whether more nodes would mend it. */
export interface Unsolvable extends Unsolved {
  readonly coarse?: true;
}

export function scalingProblem(setup: Setup, nodes?: number): ScalingProblem | Unsolvable {
  const refused = whyNot(setup);
  if (refused !== undefined) return refused;
  const { experiment, composed, reference } = setup;
  const { horizon } = experiment.game;
  const variance = varianceOf(setup);
  const lattice = latticeOver(boxOf(setup, variance(0, horizon)), nodes ?? nodesOf(setup).usual);
  const logPi = targetLogDensity(setup, lattice);
  if (logPi?.includes(Number.NEGATIVE_INFINITY) === true && [composed.terminal, ...composed.interactions].some(readsLogPi))
    return { slot: "data", reason: "These data have no mass outside their support: the cost is infinite there. Give them a little noise." };
  const logReference = new Float64Array(lattice.n);
  reference.logDensity!(lattice.x, lattice.n, logReference);
  const [start, end] = [logReference, logPi].map((log) => (log === null ? 1 : massOf(log, lattice)));
  if (Math.abs(start! - 1) > MASS_TOLERANCE) return tooCoarse("reference", lattice);
  if (Math.abs(end! - 1) > MASS_TOLERANCE) return tooCoarse("data", lattice);
  const lost = Math.log(start!);
  const epsilon = epsilonAt(setup, composed.mobility()!, 0);
  const steps = stepsOn(lattice, horizon, variance);
  if (composed.interactions.length > 0 && steps < STEPS.least) return tooCoarse("dynamics", lattice);
  return {
    lattice,
    horizon,
    epsilon,
    variance,
    logReference: logReference.map((log) => log - lost),
    end: endOf(setup, lattice, epsilon, logPi),
    running: composed.interactions.length === 0 ? null : runningOf(setup, lattice, logPi, steps),
  };
}

const massOf = (log: Float64Array, { cell }: Lattice): number => log.reduce((mass, value) => mass + Math.exp(value) * cell, 0);

/** As many as there may be whose every step's heat is summed over the nodes. */
function stepsOn({ axes }: Lattice, horizon: number, variance: ScalingProblem["variance"]): number {
  const enough = SUMMED * Math.max(...axes.map(({ step }) => step)) ** 2;
  const spreads = (steps: number): boolean =>
    Array.from({ length: steps }, (_, k) => variance((k * horizon) / steps, ((k + 1) * horizon) / steps)).every((each) => each > enough);
  let steps: number = STEPS.most;
  while (steps > 0 && !spreads(steps)) steps--;
  return steps;
}

export function tooCoarse(slot: "data" | "reference" | "dynamics", { axes }: Lattice): Unsolvable {
  const { step, nodes } = axes[0]!;
  return {
    slot,
    coarse: true,
    reason: `The ${nodes} nodes on an axis are ${Number(step.toPrecision(2))} apart, too far for ${slot === "dynamics" ? "what so little noise does in a time step. Take a finer grid, or more noise." : "this density. Take a finer grid, or less noise."}`,
  };
}

function whyNot(setup: Setup): Unsolved | undefined {
  const { experiment, composed, reference, data, dimension, sigmaAt } = setup;
  const { horizon, discount } = experiment.game;
  if (discount !== 0)
    return { slot: "discount", reason: "A discount leaves no logarithm that makes the HJB equation linear. Set it to 0." };
  if (!(sigmaAt(0) > 0))
    return {
      slot: "dynamics",
      reason: "The scaling solver needs noise: without it the HJB equation does not become linear. Choose constant noise.",
    };
  if (!composed.at.f.every((f) => isNumber(f, 0)))
    return { slot: "dynamics", reason: "The scaling solver knows noise without a drift only. Choose constant noise." };
  const mobility = composed.mobility();
  if (mobility === undefined)
    return { slot: "lagrangian", reason: "The scaling solver needs a kinetic energy: a Hamiltonian that is a multiple of |p|²." };
  const ratios = PROBES.map((share) => epsilonAt(setup, mobility, share * horizon));
  if (ratios.some((ratio) => Math.abs(ratio - ratios[0]!) > 1e-9 * ratios[0]!))
    return { slot: "dynamics", reason: "Noise and mobility change differently over time here. Let the control be in units of the noise." };
  const priceless = composed.interactions.find((_, i) => composed.prices[i] === null);
  if (priceless !== undefined) return { slot: "interactions", reason: `${priceless.spec.title} has no price at a point.` };
  const { terminal } = composed;
  if (!prescribes(terminal.spec) && (terminal.price(composed.at) === null || terminal.dual !== undefined))
    return { slot: "terminal", reason: `${terminal.spec.title} has no price at a point, and the solver needs one at every node.` };
  if (data.logDensity === undefined && [terminal, ...composed.interactions].some(asksDensity))
    return { slot: "data", reason: "The density of these data is not known, only samples of it. Choose a terminal cost of samples." };
  if (reference.logDensity === undefined || data.dimension !== dimension)
    return { slot: "reference", reason: "The density of the reference is not known." };
  return undefined;
}

const readsLogPi = ({ spec }: BoundFunctional): boolean => spec.needs.includes("targetLogDensity");

const asksDensity = (functional: BoundFunctional): boolean => readsLogPi(functional) || functional.spec.measure === "target";

/** ε = σ²/m. */
function epsilonAt({ uniforms, sigmaAt }: Setup, mobility: Expr, t: number): number {
  const planned = plan([mobility], leaves([mobility]));
  const out = new Float64Array(1);
  planned.evaluate(
    1,
    [],
    planned.uniforms.map((name) => (name === "t" ? t : uniforms(name))),
    [{ data: out, offset: 0, stride: 1 }],
  );
  return sigmaAt(t) ** 2 / out[0]!;
}

/** ∫σ² by the midpoint rule, exact where σ is constant. */
function varianceOf({ composed, sigmaAt }: Setup): ScalingProblem["variance"] {
  if (!leaves([composed.sigma]).has("t")) return (from, to) => sigmaAt(0) ** 2 * (to - from);
  return (from, to) => {
    const length = (to - from) / QUADRATURE;
    let total = 0;
    for (let k = 0; k < QUADRATURE; k++) total += sigmaAt(from + (k + 0.5) * length) ** 2 * length;
    return total;
  };
}

/** Both laws with what the noise adds to them; data that end before their deviations say so need no more room than they take. */
function boxOf({ reference, data, dataRadius, dimension }: Setup, spread: number): [number, number][] {
  return Array.from({ length: dimension }, (_, i) => {
    const wide = ({ covariance }: Density): number => DEVIATIONS * Math.sqrt(covariance[i]![i]! + spread);
    const around = dataRadius + Math.abs(data.mean[i]!) + DEVIATIONS * Math.sqrt(spread);
    const reach = [
      [reference.mean[i]!, wide(reference)],
      [data.mean[i]!, Math.min(wide(data), around)],
    ] as const;
    return [Math.min(...reach.map(([m, r]) => m - r)), Math.max(...reach.map(([m, r]) => m + r))];
  });
}

/** Nodes of an axis where none are named, and at most. */
export function nodesOf({ dimension, composed }: Setup): { readonly usual: number; readonly most: number } {
  const { interactions, terminal } = composed;
  const kind = [terminal, ...interactions].some(holdsPairs) ? "pairs" : interactions.some(looksAtCrowd) ? "crowd" : "alone";
  const [usual, most] = NODES[dimension][kind];
  return { usual, most };
}

const holdsPairs = ({ crowd }: BoundFunctional): boolean => crowd.some(({ kind }) => kind === "kernel");

const looksAtCrowd = ({ crowd, spec }: BoundFunctional): boolean => crowd.length > 0 || spec.needs.includes("logDensity");

function endOf(setup: Setup, lattice: Lattice, epsilon: number, logPi: Float64Array | null): ScalingProblem["end"] {
  const { terminal, at } = setup.composed;
  const { horizon } = setup.experiment.game;
  if (prescribes(terminal.spec)) return { local: true, fit: (logPhiHat) => prescribedEnd(lattice, logPi!, logPhiHat) };
  const price = terminal.price(at)!;
  const given = { crowd: terminal.crowd, logPi };
  if (terminal.crowd.length > 0) {
    const formula = atNodes(setup, lattice, { roots: [price], ...given });
    return {
      local: false,
      fit: (logPhiHat, before) => formula(horizon, sum(logPhiHat, before))[0]!.map((value) => -value / epsilon),
    };
  }
  const roots: readonly Expr[] = [price, ...gradient(price, ["logDensity"])];
  const formula = atNodes(setup, lattice, { roots, ...given });
  return {
    local: true,
    fit: localFit(epsilon, (logDensity, value, slope) => {
      const [values, slopes] = formula(horizon, logDensity);
      value.set(values!);
      slope.set(slopes!);
    }),
  };
}

/** φ = π/φ̂. A factor is free: with E_π log φ = 0, U at the start is what is still to be paid. */
function prescribedEnd({ cell }: Lattice, logPi: Float64Array, logPhiHat: Float64Array): Float64Array {
  const fitted = logPhiHat.map((value, i) => logPi[i]! - value);
  const average = fitted.reduce((total, value, i) => total + Math.exp(logPi[i]!) * cell * value, 0);
  return fitted.map((value) => value - average);
}

function runningOf(setup: Setup, lattice: Lattice, logPi: Float64Array | null, steps: number): ScalingProblem["running"] {
  const { interactions, prices } = setup.composed;
  const crowd = interactions.flatMap((interaction) => interaction.crowd);
  const formula = atNodes(setup, lattice, { roots: prices.map((price) => price!), crowd, logPi });
  const { horizon } = setup.experiment.game;
  return {
    steps,
    crowd: interactions.some(looksAtCrowd),
    price: (k, logDensity) => formula((k * horizon) / steps, logDensity).reduce((total, one) => sum(total, one)),
  };
}

const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]!);
