/**
 * @file What a scaling solver has found, as a solution among others.
 *
 *     U = −ε log φ,   p = −ε∇log φ,   ρ = φ φ̂,   b = (σ²/2)(∇log φ − ∇log φ̂)   the flow that carries ρ without noise
 *     r = −∂ₜU − (σ²/2)ΔU + ½ m|p|² − Q,     ∂ₜU by differences of slices: it is not 0 by construction
 *
 * Costs follow from the paths' law P against that of the noise alone:
 *
 *     KL(P | R) = E log φ(X_T) − E log φ(X_0) − E∫Q/ε dt = E∫ |v|²/2σ² dt
 */
import { prescribes } from "../../catalogue/define.ts";
import { leaves } from "../../math/expressions/expression.ts";
import type { Moments } from "../../exact/problem.ts";
import type { BoundFunctional } from "../game/functional.ts";
import type { Setup } from "../game/setup.ts";
import type { Pause } from "../learn/pause.ts";
import type { FieldName, Fields, Solution } from "../solution.ts";
import { type Lattice, type Local, read } from "./lattice.ts";
import { atNodes, targetLogDensity } from "./nodes.ts";
import { masses, type Scaling, slice } from "./scaling.ts";

/** ∂ₜU is taken over this share of the horizon. */
const MOMENT = 1e-3;

/** Runge-Kutta steps of the flow over the horizon. */
const FLOW_STEPS = 48;

/** Slices that are kept: a frame asks for a few times again and again. */
const KEPT = 12;

export interface GridMoments extends Moments {
  readonly mass: number;
}

export interface PointValue {
  readonly U: number;
  readonly gradient: readonly number[];
  readonly laplacian: number;
  readonly dt: number;
  readonly density: number;
}

export interface GridSolution extends Solution {
  readonly found: Scaling;
  moments(t: number): GridMoments;
  value(x: readonly number[], t: number): PointValue;
  /** J of the population that plays this solution. */
  cost(): number;
  readonly energy: number | null;
}

interface Slice {
  readonly logPhi: Float64Array;
  readonly logPhiHat: Float64Array;
}

export function gridSolution(setup: Setup, found: Scaling): GridSolution {
  const { lattice, horizon, epsilon } = found.problem;
  const d = lattice.dimension;
  const kept = new Map<number, Slice>();
  const sliceAt = (t: number): Slice => {
    const known = kept.get(t) ?? slice(found, t);
    kept.delete(t);
    kept.set(t, known);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return known;
  };
  const local = (t: number, x: ArrayLike<number>, offset: number) => {
    const { logPhi, logPhiHat } = sliceAt(t);
    return { phi: read(lattice, logPhi, x, offset), phiHat: read(lattice, logPhiHat, x, offset) };
  };
  const timeSlope = (t: number, x: ArrayLike<number>, offset: number): number => -epsilon * slopeInTime(local, { t, horizon, x, offset });
  const kinetic = pathEntropy(found);
  const steady = !leaves([setup.composed.sigma]).has("t");

  const at = (wanted: readonly FieldName[], x: ArrayLike<number>, n: number, t: number): Fields => {
    const sizes: Readonly<Record<FieldName, number>> = { density: n, value: n, momentum: n * d, velocity: n * d, residual: n };
    const fields = Object.fromEntries(wanted.map((field) => [field, new Float64Array(sizes[field])])) as Record<FieldName, Float64Array>;
    const asks = (field: FieldName): boolean => wanted.includes(field);
    const variance = setup.sigmaAt(t) ** 2;
    const residual = asks("residual") ? residualOf(setup, found, timeSlope) : undefined;
    for (let i = 0; i < n; i++) {
      const { phi, phiHat } = local(t, x, i * d);
      const inside = within(lattice, x, i * d);
      if (asks("density")) fields.density[i] = inside ? Math.exp(phi.value + phiHat.value) : 0;
      if (asks("value")) fields.value[i] = -epsilon * phi.value;
      for (let k = 0; k < d; k++) {
        if (asks("momentum")) fields.momentum[i * d + k] = -epsilon * phi.gradient[k]!;
        if (asks("velocity")) fields.velocity[i * d + k] = (variance / 2) * (phi.gradient[k]! - phiHat.gradient[k]!);
      }
      if (residual !== undefined) fields.residual[i] = residual(phi, t, x, i * d);
    }
    return fields;
  };

  return {
    found,
    dimension: d,
    unknown: () => undefined,
    at: (wanted, x, n, t) => Promise.resolve(at(wanted, x, n, t)),
    trajectories: (x0, n, times, pause) => flowed((x, t) => at(["velocity"], x, n, t).velocity!, { x0, times, horizon }, pause),
    slow: d === 2,
    energy: steady ? setup.sigmaAt(0) ** 2 * kinetic : null,
    moments: (t) => momentsOf(lattice, sliceAt(t)),
    value(x, t) {
      const { phi, phiHat } = local(t, x, 0);
      return {
        U: -epsilon * phi.value,
        gradient: phi.gradient.map((slope) => -epsilon * slope),
        laplacian: -epsilon * phi.laplacian,
        dt: timeSlope(t, x, 0),
        density: Math.exp(phi.value + phiHat.value),
      };
    },
    cost: () => epsilon * kinetic + crowdCosts(setup, found),
  };
}

const within = ({ axes, dimension: d }: Lattice, x: ArrayLike<number>, offset: number): boolean =>
  Array.from({ length: d }, (_, k) => x[offset + k]!).every((value, k) => value >= axes[k]!.low && value <= axes[k]!.high);

type LocalAt = (t: number, x: ArrayLike<number>, offset: number) => { readonly phi: Local };

/** ∂ₜ log φ: between two slices, at an end from three on one side. */
function slopeInTime(
  local: LocalAt,
  { t, horizon, x, offset }: { t: number; horizon: number; x: ArrayLike<number>; offset: number },
): number {
  const h = MOMENT * horizon;
  const log = (time: number): number => local(time, x, offset).phi.value;
  if (t < h) return (-3 * log(t) + 4 * log(t + h) - log(t + 2 * h)) / (2 * h);
  if (t > horizon - h) return (3 * log(t) - 4 * log(t - h) + log(t - 2 * h)) / (2 * h);
  return (log(t + h) - log(t - h)) / (2 * h);
}

function residualOf(
  setup: Setup,
  found: Scaling,
  timeSlope: (t: number, x: ArrayLike<number>, offset: number) => number,
): (phi: Local, t: number, x: ArrayLike<number>, offset: number) => number {
  const { lattice, epsilon, horizon } = found.problem;
  return (phi, t, x, offset) => {
    const variance = setup.sigmaAt(t) ** 2;
    const slope2 = phi.gradient.reduce((total, slope) => total + slope * slope, 0);
    const free = -timeSlope(t, x, offset) + (variance / 2) * epsilon * (phi.laplacian + slope2);
    return found.prices === null ? free : free - priceAt(found.prices, lattice, t / horizon, x, offset);
  };
}

/** Q between the stored times. */
function priceAt(prices: readonly Float64Array[], lattice: Lattice, share: number, x: ArrayLike<number>, offset: number): number {
  const steps = prices.length - 1;
  const k = Math.min(Math.floor(share * steps), steps - 1);
  const part = share * steps - k;
  return (1 - part) * read(lattice, prices[k]!, x, offset).value + part * read(lattice, prices[k + 1]!, x, offset).value;
}

function momentsOf(lattice: Lattice, { logPhi, logPhiHat }: Slice): GridMoments {
  const { x, dimension: d } = lattice;
  const each = masses(lattice, logPhi, logPhiHat);
  const mass = each.reduce((total, one) => total + one, 0);
  const average = (f: (i: number) => number): number => integral(each, f) / mass;
  const axes = Array.from({ length: d }, (_, k) => k);
  const mean = axes.map((k) => average((i) => x[i * d + k]!));
  const off = (i: number, k: number): number => x[i * d + k]! - mean[k]!;
  const covariance = axes.map((a) => axes.map((b) => average((i) => off(i, a) * off(i, b))));
  const skew = d === 1 ? average((i) => off(i, 0) ** 3) / covariance[0]![0]! ** 1.5 : null;
  return { mass, mean, covariance, skew };
}

/** Σ mass f; a value where there is no mass may be infinite. */
const integral = (each: Float64Array, f: (i: number) => number): number =>
  each.reduce((total, mass, i) => (mass > 0 ? total + mass * f(i) : total), 0);

/** KL(P | R). */
function pathEntropy({ problem: { lattice, horizon, epsilon }, logPhi, logPhiHat, prices }: Scaling): number {
  const steps = logPhi.length - 1;
  const over = (k: number, f: Float64Array): number => integral(masses(lattice, logPhi[k]!, logPhiHat[k]!), (i) => f[i]!);
  const gained = over(steps, logPhi[steps]!) - over(0, logPhi[0]!);
  const paid =
    prices === null
      ? 0
      : timeSum(
          prices.map((price, k) => over(k, price)),
          horizon,
        ) / epsilon;
  return gained - paid;
}

/** The trapezoid rule on an even grid. */
const timeSum = (values: readonly number[], horizon: number): number =>
  (values.reduce((total, value) => total + value, 0) - (values[0]! + values.at(-1)!) / 2) * (horizon / (values.length - 1));

/** Interactions along the way and the terminal cost, as the population pays them. */
function crowdCosts(setup: Setup, { problem: { lattice, horizon }, logPhi, logPhiHat }: Scaling): number {
  const { interactions, terminal, at } = setup.composed;
  const logPi = targetLogDensity(setup, lattice);
  const steps = logPhi.length - 1;
  /** Its cost at a stored time; what its formula needs of the lattice is made once. */
  const costOf = (functional: BoundFunctional): ((k: number) => number) => {
    // Kept at no cost, or not kept.
    if (prescribes(functional.spec)) return () => 0;
    const integrand = functional.integrand(at);
    if (integrand === null) return () => Number.NaN;
    const formula = atNodes(setup, lattice, { roots: [integrand], crowd: functional.crowd, logPi });
    return (k) => {
      const log = logPhi[k]!.map((value, i) => value + logPhiHat[k]![i]!);
      const [values] = formula((k * horizon) / steps, log);
      const law = functional.spec.measure === "target" ? logPi! : log;
      return integral(
        law.map((value) => Math.exp(value) * lattice.cell),
        (i) => values![i]!,
      );
    };
  };
  const along = interactions.map((interaction) => {
    const cost = costOf(interaction);
    return timeSum(
      logPhi.map((_, k) => cost(k)),
      horizon,
    );
  });
  return along.reduce((total, one) => total + one, costOf(terminal)(steps));
}

interface Start {
  readonly x0: Float32Array;
  readonly times: ArrayLike<number>;
  readonly horizon: number;
}

/** Runge-Kutta of order 4 through the velocity, [K, n, d]. */
async function flowed(
  velocity: (x: Float64Array, t: number) => ArrayLike<number>,
  { x0, times, horizon }: Start,
  pause?: Pause,
): Promise<Float32Array> {
  const size = x0.length;
  const out = new Float32Array(times.length * size);
  let x = Float64Array.from(x0);
  let t = 0;
  const shifted = (by: ArrayLike<number>, h: number): Float64Array => x.map((value, i) => value + h * by[i]!);
  for (let k = 0; k < times.length; k++) {
    const left = times[k]! - t;
    const steps = Math.ceil((left / horizon) * FLOW_STEPS - 1e-9);
    for (let s = 0; s < steps; s++) {
      const h = left / steps;
      const from = t + s * h;
      const k1 = velocity(x, from);
      const k2 = velocity(shifted(k1, h / 2), from + h / 2);
      const k3 = velocity(shifted(k2, h / 2), from + h / 2);
      const k4 = velocity(shifted(k3, h), Math.min(from + h, horizon));
      x = x.map((value, i) => value + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
      await pause?.();
    }
    t = times[k]!;
    out.set(x, k * size);
  }
  return out;
}
