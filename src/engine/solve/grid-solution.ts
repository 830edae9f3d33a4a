/**
 * @file What a grid solver has found, as a solution among others.
 *
 *     b = −∂𝓗/∂p (x, ∇U, t),     v = b − (σ²/2)∇log ρ     the flow that carries ρ without noise
 *     r = −∂ₜU + κU − (σ²/2)ΔU + 𝓗(x, ∇U, t) − Q,         ∂ₜU by differences of slices, Q as it was solved, and at the point where it
 *                                                         reads how log ρ slopes and bends
 *
 * Between nodes U and log ρ are polynomials, outside the box there is nobody.
 */
import { prescribes } from "../../catalogue/define.ts";
import type { OnePass, Sweeps } from "../../catalogue/solve.ts";
import type { Moments } from "../../exact/problem.ts";
import { type Expr, input, sum } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { populationLeaves } from "../game/evaluation.ts";
import type { BoundFunctional } from "../game/functional.ts";
import type { Setup } from "../game/setup.ts";
import type { FieldName, Fields, Solution } from "../solution.ts";
import { flowed } from "./flow-paths.ts";
import { isWithin, type Lattice, type Local, read } from "./lattice.ts";
import { atNodes, targetLogDensity } from "./nodes.ts";
import { timeSlope } from "./time-slope.ts";
import { actsAsNoise } from "../game/traded-noise.ts";

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

/** How a solver came to its end. */
export interface GridRun {
  readonly solver: (Sweeps | OnePass)["solver"];
  /** One sentence. */
  readonly about: string;
  readonly problem: { readonly lattice: Lattice; readonly horizon: number };
  readonly converged: boolean;
  readonly iterations: number;
  readonly change: number;
  /** Time steps; null where one carries a field over any time. */
  readonly steps: number | null;
}

export interface GridSolution extends Solution {
  readonly found: GridRun;
  moments(t: number): GridMoments;
  value(x: readonly number[], t: number): PointValue;
  /** J of the population that plays this solution. */
  cost(): number;
  readonly energy: number | null;
}

/** At the nodes and one time. */
export interface GridSlice {
  readonly U: Float64Array;
  readonly logDensity: Float64Array;
}

/** At a point, [offset, offset + d). */
export type PointReader = (x: ArrayLike<number>, offset: number) => Local;

/** What is known at any point and time. */
export interface AtPoints {
  U(t: number): PointReader;
  logDensity(t: number): PointReader;
}

/** What a solver knows: from it follows everything else. */
export interface GridFields {
  readonly found: GridRun;
  slice(t: number): GridSlice;
  /** Q on an even grid of [0, T]; null without interactions. */
  readonly prices: readonly Float64Array[] | null;
  /** log ρ on an even grid of [0, T]. */
  readonly logDensities: readonly Float64Array[];
  readonly energy: number | null;
  /** What moving costs, discounted; with what acts as noise. */
  motionCost(): number;
  /** Where more is known than a polynomial between the nodes would say. */
  readonly atPoints?: AtPoints & { moments(t: number): GridMoments; readonly cost: number; trajectories: Solution["trajectories"] };
}

export function gridSolution(setup: Setup, fields: GridFields): GridSolution {
  const { found, prices } = fields;
  const { lattice, horizon } = found.problem;
  const d = lattice.dimension;
  const sliceAt = kept(fields.slice);
  const readers: AtPoints = fields.atPoints ?? {
    U: (t) => (x, offset) => read(lattice, sliceAt(t).U, x, offset),
    logDensity: (t) => (x, offset) => read(lattice, sliceAt(t).logDensity, x, offset),
  };
  const slopeInTime = (t: number, x: ArrayLike<number>, offset: number): number =>
    timeSlope((time) => readers.U(time)(x, offset).value, t, horizon);
  const game = gameAt(setup);
  const { discount } = setup.experiment.game;

  const at = (wanted: readonly FieldName[], x: ArrayLike<number>, n: number, t: number): Fields => {
    const sizes: Readonly<Record<FieldName, number>> = { density: n, value: n, momentum: n * d, velocity: n * d, residual: n };
    const out = Object.fromEntries(wanted.map((field) => [field, new Float64Array(sizes[field])])) as Record<FieldName, Float64Array>;
    const asks = (field: FieldName): boolean => wanted.includes(field);
    const [U, logDensity] = [readers.U(t), readers.logDensity(t)];
    const variance = setup.sigmaAt(t) ** 2;
    const values = Array.from({ length: n }, (_, i) => U(x, i * d));
    const moving = asks("velocity") && (variance > 0 || game.crowd);
    const crowd =
      asks("density") || moving || (game.crowd && asks("residual")) ? Array.from({ length: n }, (_, i) => logDensity(x, i * d)) : [];
    const moves = asks("velocity") || asks("residual") ? game.at(x, values, t, crowd) : null;
    for (let i = 0; i < n; i++) {
      const { value, gradient: p, laplacian } = values[i]!;
      if (asks("density")) out.density[i] = isWithin(lattice, x, i * d) ? Math.exp(crowd[i]!.value) : 0;
      if (asks("value")) out.value[i] = value;
      for (let k = 0; k < d; k++) {
        if (asks("momentum")) out.momentum[i * d + k] = p[k]!;
        if (asks("velocity")) out.velocity[i * d + k] = moves!.drift[k]![i]! - (variance > 0 ? (variance / 2) * crowd[i]!.gradient[k]! : 0);
      }
      if (!asks("residual")) continue;
      const paid = prices === null ? 0 : priceAt(prices, lattice, t / horizon, x, i * d);
      out.residual[i] =
        -slopeInTime(t, x, i * d) + discount * value - (variance / 2) * laplacian + moves!.hamiltonian[i]! - paid - moves!.price[i]!;
    }
    return out;
  };

  return {
    found,
    by: "grid",
    dimension: d,
    unknown: () => undefined,
    at: (wanted, x, n, t) => Promise.resolve(at(wanted, x, n, t)),
    trajectories: (x0, n, times, pause) =>
      fields.atPoints?.trajectories(x0, n, times, pause) ??
      flowed((x, t) => at(["velocity"], x, n, t).velocity!, { x0, times, horizon }, pause),
    slow: d === 2,
    energy: fields.energy,
    moments: (t) => fields.atPoints?.moments(t) ?? momentsOf(lattice, sliceAt(t)),
    value(x, t) {
      const { value, gradient: p, laplacian } = readers.U(t)(x, 0);
      return { U: value, gradient: p, laplacian, dt: slopeInTime(t, x, 0), density: Math.exp(readers.logDensity(t)(x, 0).value) };
    },
    cost: () => fields.atPoints?.cost ?? fields.motionCost() + crowdCosts(setup, fields),
  };
}

/** The last few slices stay. */
function kept(slice: GridFields["slice"]): GridFields["slice"] {
  const all = new Map<number, GridSlice>();
  return (t) => {
    const known = all.get(t) ?? slice(t);
    all.delete(t);
    all.set(t, known);
    if (all.size > KEPT) all.delete(all.keys().next().value!);
    return known;
  };
}

/** 𝓗, b and the price of what acts as noise at points with the momenta and log ρ there, [n] and [d][n]; and whether they ask for log ρ. */
function gameAt({ composed, dimension: d, uniforms, uniformNames }: Setup) {
  const names = Array.from({ length: d }, (_, k) => `p${String(k + 1)}`);
  const H = composed.effectiveHamiltonian(names.map(input));
  const price = sum(composed.prices.flatMap((each, i) => (each !== null && actsAsNoise(composed.interactions[i]!) ? [each] : [])));
  const roots: readonly Expr[] = H === undefined ? [] : [price, H, ...gradient(H, names)];
  const planned = plan(roots, new Set([...uniformNames, "t"]));
  const asked = populationLeaves(d);
  const at = (x: ArrayLike<number>, places: readonly Local[], t: number, crowd: readonly Local[]) => {
    const n = places.length;
    const ofCrowd = asked.map((_, k) => Float64Array.from(crowd, (local) => populationOf(local)[k]!));
    const points = Float64Array.from(x);
    const momenta = Float64Array.from({ length: n * d }, (_, i) => places[Math.floor(i / d)]!.gradient[i % d]!);
    const axis = (name: string): number => (name.endsWith("1") ? 0 : 1);
    const outputs = roots.map(() => new Float64Array(n));
    planned.evaluate(
      n,
      planned.columns.map((name) =>
        asked.includes(name) ? column(ofCrowd[asked.indexOf(name)]!) : column(name.startsWith("p") ? momenta : points, axis(name), d),
      ),
      planned.uniforms.map((name) => (name === "t" ? t : uniforms(name))),
      outputs.map((out) => column(out)),
    );
    const [prices, hamiltonian, ...slopes] = outputs;
    return { price: prices!, hamiltonian: hamiltonian!, drift: slopes.map((slope) => slope.map((value) => -value)) };
  };
  return { at, crowd: planned.columns.some((name) => asked.includes(name)) };
}

/** In the order of the leaves. */
const populationOf = ({ value, laplacian, gradient: slope }: Local): readonly number[] => [value, laplacian, ...slope];

/** Q between the stored times. */
function priceAt(prices: readonly Float64Array[], lattice: Lattice, share: number, x: ArrayLike<number>, offset: number): number {
  const steps = prices.length - 1;
  const k = Math.min(Math.floor(share * steps), steps - 1);
  const part = share * steps - k;
  return (1 - part) * read(lattice, prices[k]!, x, offset).value + part * read(lattice, prices[k + 1]!, x, offset).value;
}

/** Of the density of a slice. @internal */
export function momentsOf(lattice: Lattice, { logDensity }: Pick<GridSlice, "logDensity">): GridMoments {
  const { x, dimension: d } = lattice;
  const each = logDensity.map((value) => Math.exp(value) * lattice.cell);
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
export const integral = (each: Float64Array, f: (i: number) => number): number =>
  each.reduce((total, mass, i) => (mass > 0 ? total + mass * f(i) : total), 0);

/** The trapezoid rule on an even grid. */
export const timeSum = (values: readonly number[], horizon: number): number =>
  (values.reduce((total, value) => total + value, 0) - (values[0]! + values.at(-1)!) / 2) * (horizon / (values.length - 1));

/** Interactions along the way and the terminal cost, as the population pays them. */
function crowdCosts(setup: Setup, { found, logDensities }: GridFields): number {
  const { lattice, horizon } = found.problem;
  const { interactions, terminal, at } = setup.composed;
  const logPi = targetLogDensity(setup, lattice);
  const steps = logDensities.length - 1;
  const { discount } = setup.experiment.game;
  /** Its cost at a stored time; what its formula needs of the lattice is made once. */
  const costOf = (functional: BoundFunctional): ((k: number) => number) => {
    // Kept at no cost, or not kept.
    if (prescribes(functional.spec)) return () => 0;
    const integrand = functional.integrand(at);
    if (integrand === null) return () => Number.NaN;
    const formula = atNodes(setup, lattice, { roots: [integrand], crowd: functional.crowd, logPi });
    return (k) => {
      const log = logDensities[k]!;
      const t = (k * horizon) / steps;
      const [values] = formula(t, log);
      const law = functional.spec.measure === "target" ? logPi! : log;
      return (
        Math.exp(-discount * t) *
        integral(
          law.map((value) => Math.exp(value) * lattice.cell),
          (i) => values![i]!,
        )
      );
    };
  };
  // What acts as noise is among what moving costs.
  const along = interactions
    .filter((interaction) => !actsAsNoise(interaction))
    .map((interaction) => {
      const cost = costOf(interaction);
      return timeSum(
        logDensities.map((_, k) => cost(k)),
        horizon,
      );
    });
  return along.reduce((total, one) => total + one, costOf(terminal)(steps));
}
