/**
 * @file What every grid solver asks of a set-up game: its two laws on a lattice that is wide and fine enough for them, prices at nodes, or
 * the slot that has none.
 */
import { type Density, prescribes } from "../../catalogue/define.ts";
import { readsData } from "../../catalogue/reads-data.ts";
import type { Unsolved } from "../../exact/problem.ts";
import { type Expr, input, leaves } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import type { BoundFunctional } from "../game/functional.ts";
import type { Setup } from "../game/setup.ts";
import { type Lattice, latticeOver } from "./lattice.ts";
import { localFit } from "./local-end.ts";
import { atNodes, targetLogDensity } from "./nodes.ts";
import { actsAsNoise, tradedNoise } from "../game/traded-noise.ts";

/** The box reaches so many standard deviations beyond each law, as far as the noise can have spread it. */
const DEVIATIONS = 6;

/** What a sum over the nodes may miss of a law's mass. */
const MASS_TOLERANCE = 0.01;

/** Of a law at least so much stands within the walls. */
const LEAST_WITHIN = 0.5;

/** Points of the quadrature of σ². */
const QUADRATURE = 64;

export interface LawsOnLattice {
  readonly lattice: Lattice;
  /** log π, or null where it is not known. */
  readonly logPi: Float64Array | null;
  /** log ρ₀, its mass on the lattice 1. */
  readonly logReference: Float64Array;
}

/** Why it cannot be solved, and whether more nodes would mend it, or other walls: such a game is known by its laws, not by its choices. */
export interface Unsolvable extends Unsolved {
  readonly coarse?: true;
  readonly outside?: true;
}

/** Wide enough for both laws and what the noise adds to them. */
export const latticeFor = (setup: Setup, nodes: number): Lattice =>
  latticeOver(
    boxOf(setup, varianceOf(setup)(0, setup.experiment.game.horizon) + (setup.descent?.spread ?? 0)),
    nodes,
    setup.walls !== null,
  );

export function lawsOnLattice(setup: Setup, nodes: number, lattice: Lattice = latticeFor(setup, nodes)): LawsOnLattice | Unsolvable {
  const { composed, reference } = setup;
  const { walls } = setup;
  const logPi = targetLogDensity(setup, lattice);
  if (logPi?.includes(Number.NEGATIVE_INFINITY) === true && [composed.terminal, ...composed.interactions].some(readsLogPi))
    return { slot: "data", reason: "These data have no mass outside their support: the cost is infinite there. Give them a little noise." };
  const logReference = new Float64Array(lattice.n);
  reference.logDensity!(lattice.x, lattice.n, logReference);
  const [start, end] = [logReference, logPi].map((log) => (log === null ? 1 : massOf(log, lattice)));
  // A law within walls has lost what it has outside; how well the nodes carry it is seen between them (fine-enough).
  if (walls === null && Math.abs(start! - 1) > MASS_TOLERANCE) return tooCoarse("reference", lattice);
  if (walls === null && Math.abs(end! - 1) > MASS_TOLERANCE) return tooCoarse("data", lattice);
  const lost = Math.log(start!);
  const missed = walls === null ? 0 : Math.log(end!);
  return { lattice, logPi: logPi?.map((log) => log - missed) ?? null, logReference: logReference.map((log) => log - lost) };
}

const massOf = (log: Float64Array, { cell }: Lattice): number => log.reduce((mass, value) => mass + Math.exp(value) * cell, 0);

export function tooCoarse(slot: "data" | "reference" | "dynamics", { axes }: Lattice): Unsolvable {
  const { step, nodes } = axes[0]!;
  const apart = `The ${nodes} nodes on an axis are ${Number(step.toPrecision(2))} apart, too far for`;
  return {
    slot,
    coarse: true,
    reason:
      slot === "dynamics"
        ? `${apart} what so little noise does in a time step. Take a finer grid, or more noise.`
        : `${apart} this density. Take a finer grid, or less noise.`,
  };
}

/**
 * What acts on the crowd has no price at a node, or a law that is needed there has no density.
 *
 * @param ends whether the solver can bring the population to a prescribed end
 */
export function whyNotOnLattice(
  { composed, reference, data, dimension, walls, inside }: Setup,
  ends: "prescribes" | "prices only" = "prices only",
): Unsolvable | undefined {
  if (data === null && walls === null)
    return { slot: "world", reason: "Without data nobody says how far the crowd will go: give the world walls." };
  const read = [composed.terminal, ...composed.interactions].some(({ spec }) => readsData(spec));
  const outside = (["reference", "data"] as const).find((slot) => inside[slot] < LEAST_WITHIN && (slot === "reference" || read));
  if (outside !== undefined)
    return {
      slot: outside,
      outside: true,
      reason: `Most of the ${outside} stands outside the walls: move it in, or make the room larger.`,
    };
  const priceless = composed.interactions.find((_, i) => composed.prices[i] === null);
  if (priceless !== undefined) return { slot: "interactions", reason: `${priceless.spec.title} has no price at a point.` };
  const { terminal } = composed;
  const prescribed = ends === "prescribes" && prescribes(terminal.spec);
  if (!prescribed && (terminal.price(composed.at) === null || terminal.dual !== undefined))
    return { slot: "terminal", reason: `${terminal.spec.title} has no price at a point, and the solver needs one at every node.` };
  if (data?.logDensity === undefined && [terminal, ...composed.interactions].some(asksDensity))
    return { slot: "data", reason: "The density of these data is not known, only samples of it. Choose a terminal cost of samples." };
  if (reference.logDensity === undefined || (data !== null && data.dimension !== dimension))
    return { slot: "reference", reason: "The density of the reference is not known." };
  return undefined;
}

const readsLogPi = ({ spec }: BoundFunctional): boolean => spec.needs.includes("targetLogDensity");

const asksDensity = (functional: BoundFunctional): boolean => readsLogPi(functional) || functional.spec.measure === "target";

/** ∫σ² from one time to another by the midpoint rule, exact where σ is constant; with the noise that is traded. */
export function varianceOf(setup: Setup): (from: number, to: number) => number {
  const { composed, sigmaAt } = setup;
  const traded = tradedNoise(setup);
  if (traded !== undefined) return (from, to) => traded.variance * (to - from);
  if (!leaves([composed.sigma]).has("t")) return (from, to) => sigmaAt(0) ** 2 * (to - from);
  return (from, to) => {
    const length = (to - from) / QUADRATURE;
    let total = 0;
    for (let k = 0; k < QUADRATURE; k++) total += sigmaAt(from + (k + 0.5) * length) ** 2 * length;
    return total;
  };
}

/** Both laws with what the noise adds to them; data that end before their deviations say so need no more room than they take. */
function boxOf({ reference, data, dataRadius, dimension, walls }: Setup, spread: number): (readonly [number, number])[] {
  if (walls !== null) return Array.from({ length: dimension }, () => walls);
  return Array.from({ length: dimension }, (_, i) => {
    const wide = ({ covariance }: Density): number => DEVIATIONS * Math.sqrt(covariance[i]![i]! + spread);
    const start = [reference.mean[i]!, wide(reference)] as const;
    const around = (law: Density): number => dataRadius + Math.abs(law.mean[i]!) + DEVIATIONS * Math.sqrt(spread);
    const reach = data === null ? [start] : [start, [data.mean[i]!, Math.min(wide(data), around(data))] as const];
    return [Math.min(...reach.map(([m, r]) => m - r)), Math.max(...reach.map(([m, r]) => m + r))];
  });
}

/** By what a solver has to keep: a game without a crowd on its way, with one, with a number for each pair of nodes. Each: usual and most. */
export type NodeTable = Readonly<Record<1 | 2, Readonly<Record<"alone" | "crowd" | "pairs", readonly [number, number]>>>>;

/** Nodes of an axis where none are named, and at most. */
export interface NodeCount {
  readonly usual: number;
  readonly most: number;
}

export function nodesFrom(table: NodeTable, { dimension, composed }: Setup): NodeCount {
  const { interactions, terminal } = composed;
  const sees = interactions.some(looksAtCrowd) || seesCrowd(composed);
  const kind = [terminal, ...interactions].some(holdsPairs) ? "pairs" : sees ? "crowd" : "alone";
  const [usual, most] = table[dimension][kind];
  return { usual, most };
}

/** Moving is dearer where there are more people. */
function seesCrowd({ effectiveHamiltonian, dimension }: Setup["composed"]): boolean {
  const H = effectiveHamiltonian(["p1", "p2"].slice(0, dimension).map(input));
  return H !== undefined && leaves([H]).has("logDensity");
}

const holdsPairs = ({ crowd }: BoundFunctional): boolean => crowd.some(({ kind }) => kind === "kernel");

export const looksAtCrowd = ({ crowd, spec }: BoundFunctional): boolean => crowd.length > 0 || spec.needs.includes("logDensity");

/** Prices on the way, at times on an even grid of [0, T]. */
export interface RunningPrice {
  readonly steps: number;
  /** It looks at the population: else it is asked once. */
  readonly crowd: boolean;
  /** Σ δℐ/δρ at time k T/steps. */
  price(k: number, logDensity: Float64Array): Float64Array;
}

/** null without interactions but those that act as noise. */
export function runningOn(setup: Setup, { lattice, logPi }: LawsOnLattice, steps: number): RunningPrice | null {
  const interactions = setup.composed.interactions.filter((interaction) => !actsAsNoise(interaction));
  if (interactions.length === 0) return null;
  const crowd = interactions.flatMap((interaction) => interaction.crowd);
  const prices = setup.composed.prices.flatMap((price, i) => (actsAsNoise(setup.composed.interactions[i]!) ? [] : [price!]));
  const formula = atNodes(setup, lattice, { roots: prices, crowd, logPi });
  const { horizon } = setup.experiment.game;
  return {
    steps,
    crowd: interactions.some(looksAtCrowd),
    price: (k, logDensity) => formula((k * horizon) / steps, logDensity).reduce((total, one) => total.map((value, i) => value + one[i]!)),
  };
}

/** log φ(T) that fits to log φ̂(T), with ρ(T) = φ φ̂ and U(T) = −ε log φ the price of the end. */
export interface EndOnLattice {
  /** @param before log φ(T) so far */
  fit(logPhiHat: Float64Array, before: Float64Array): Float64Array;
  /** The answer at a node hangs on φ̂ there and nowhere else. */
  readonly local: boolean;
  /** ∂price/∂log ρ at the nodes, where the price hangs on the density there alone. */
  slope?(logDensity: Float64Array): Float64Array;
}

/** @param entropy δ: the end costs δ ∫ρ log ρ less than it says */
export function endOn(setup: Setup, { lattice, logPi }: LawsOnLattice, epsilon: number, entropy = 0): EndOnLattice {
  const { terminal, at } = setup.composed;
  const { horizon } = setup.experiment.game;
  if (prescribes(terminal.spec)) return { local: true, fit: (logPhiHat) => prescribedEnd(lattice, logPi!, logPhiHat) };
  const price = terminal.price(at)!;
  const given = { crowd: terminal.crowd, logPi };
  if (terminal.crowd.length > 0) {
    const formula = atNodes(setup, lattice, { roots: [price], ...given });
    return {
      local: false,
      fit(logPhiHat, before) {
        const logDensity = logPhiHat.map((value, i) => value + before[i]!);
        const values = formula(horizon, logDensity)[0]!;
        return values.map((value, i) => (entropy * (logPhiHat[i]! + 1) - value) / (epsilon - entropy));
      },
    };
  }
  const roots: readonly Expr[] = [price, ...gradient(price, ["logDensity"])];
  const formula = atNodes(setup, lattice, { roots, ...given });
  return {
    local: true,
    fit: localFit(epsilon, (logDensity, value, slope) => {
      const [values, slopes] = formula(horizon, logDensity);
      for (let i = 0; i < lattice.n; i++) {
        value[i] = values![i]! - entropy * (logDensity[i]! + 1);
        slope[i] = slopes![i]! - entropy;
      }
    }),
    slope: (logDensity) => formula(horizon, logDensity)[1]!,
  };
}

/** φ = π/φ̂. A factor is free: with E_π log φ = 0, U at the start is what is still to be paid. */
function prescribedEnd({ cell }: Lattice, logPi: Float64Array, logPhiHat: Float64Array): Float64Array {
  const fitted = logPhiHat.map((value, i) => logPi[i]! - value);
  const masses = logPi.map((value) => Math.exp(value) * cell);
  const average = fitted.reduce((total, value, i) => total + masses[i]! * value, 0) / masses.reduce((total, mass) => total + mass, 0);
  return fitted.map((value) => value - average);
}
