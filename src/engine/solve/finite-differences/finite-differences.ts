/**
 * @file Finite differences for mean-field games, implicit in time (docs/mathematics.md, Solved on a grid).
 *
 *     (Uᵏ − Uᵏ⁺¹)/Δt + κUᵏ − (σ²/2)ΔUᵏ + g(x, DUᵏ, ρᵏ⁺¹) = Qᵏ⁺¹        values, backward: g monotone in the one-sided differences
 *     (ρᵏ⁺¹ − ρᵏ)/Δt + Aᵀρᵏ⁺¹ = 0                                       densities, forward: A the slope of the line above in Uᵏ
 *     U(T) = price of the end,  Q = Σ δℐ/δρ,  ρ⁰ the start
 *
 * A is a Markov chain's, so densities stay positive and keep their mass whatever U is, and the two lines are each other's transpose. A step of
 * the first is solved by Newton's method, which for a convex Hamiltonian is policy iteration: each policy is no worse than the one before. A
 * sweep does all steps of both; the prices that it starts from are a fixed point, found by Anderson's method, whose share of the new prices
 * is halved whenever it gets lost.
 */
import { anderson, joined } from "../anderson.ts";
import type { RunningPrice } from "../game-on-lattice.ts";
import type { Lattice } from "../lattice.ts";
import { backward, type Chain, emptyChain, forward, solve } from "./chain.ts";
import { type HamiltonianAt, laxFriedrichs, splitHamiltonian } from "./numerical-hamiltonian.ts";

export interface FiniteDifferenceProblem {
  /** Its nodes are middles of cells: walls stand half a step beyond the outermost. */
  readonly lattice: Lattice;
  readonly horizon: number;
  readonly steps: number;
  /** κ. */
  readonly discount: number;
  /** σ²/2. */
  diffusion(t: number): number;
  /** ρ₀ at the nodes, its mass on the lattice 1. */
  readonly start: Float64Array;
  readonly hamiltonian: {
    at(t: number, logDensity: Float64Array): HamiltonianAt;
    /** It depends on the density. */
    readonly crowd: boolean;
    /** Without its linear part in p it is even in each component and grows with its size. */
    readonly even: boolean;
  };
  readonly end: {
    /** U(T) that fits to log ρ(T). @param before the U(T) that led there; where the two are the same it is the price of the end */
    fit(logDensity: Float64Array, before: Float64Array): Float64Array;
    /** It looks at the population: else it is asked once. */
    readonly crowd: boolean;
  };
  /** Σ δℐ/δρ at the same times as U; null without interactions. */
  readonly running: RunningPrice | null;
}

export interface FiniteDifferences {
  readonly problem: FiniteDifferenceProblem;
  readonly converged: boolean;
  readonly iterations: number;
  /** The largest change of a price in the last sweep where there is mass, relative to how far U varies there. */
  readonly change: number;
  /** At k T/steps, [steps + 1][n]. */
  readonly U: readonly Float64Array[];
  readonly density: readonly Float64Array[];
  /** Q at the same times; null without interactions. */
  readonly prices: readonly Float64Array[] | null;
  /** What the chosen jumps cost from each time on to the next, [steps][n]: the Lagrangian. */
  readonly costs: readonly Float64Array[];
}

/** The change at which a sweep is the last; the one that is small enough where rounding lets it fall no further. */
const SETTLED = 1e-9;
const STANDING = 1e-6;

/** Sweeps there may be, and without a smaller change, by whether the smallest so far would do. */
const MOST_SWEEPS = 2000;
const PATIENCE = { standing: 20, wandering: 200 };

/** Nodes with less than this share of the highest density do not decide. */
const LEAST_SHARE = 1e-6;

/** Of Anderson's method. */
const MEMORY = 10;
const SHARE = 0.1;

/** Newton steps of one time step, and the change, relative to the largest value, at which there are no more. */
const MOST_POLICIES = 60;
const SAME_POLICY = 1e-11;

/** Tolerances of linear systems. What densities miss is mass. */
const EXACT = { values: 1e-13, densities: 1e-15 };

/** Nobody has no logarithm: this few stand for them. */
const NOTHING = 1e-300;

export const logOf = (density: Float64Array): Float64Array => density.map((value) => Math.log(Math.max(value, NOTHING)));

/** What a sweep starts from. Prices are null without interactions, densities unless the Hamiltonian sees them. */
interface Unknown {
  readonly end: Float64Array;
  readonly prices: readonly Float64Array[] | null;
  readonly seen: readonly Float64Array[] | null;
}

interface Sweep extends Unknown {
  readonly U: readonly Float64Array[];
  readonly density: readonly Float64Array[];
  readonly costs: readonly Float64Array[];
}

/** Stands still after every sweep. */
export function* finiteDifferences(problem: FiniteDifferenceProblem): Generator<{ sweeps: number; change: number }, FiniteDifferences> {
  let now = first(problem);
  let before: Sweep | null = null;
  const acceleration = anderson(SHARE, MEMORY);
  let best: { readonly sweeps: number; readonly change: number; readonly found: Sweep } | null = null;
  for (let sweeps = 1; ; sweeps++) {
    const found: Sweep = sweep(problem, now, before);
    const { change, weights } = changeOf(problem, now, found);
    if (best === null || change < best.change) best = { sweeps, change, found: { ...found, prices: now.prices } };
    const patience = best.change < STANDING ? PATIENCE.standing : PATIENCE.wandering;
    if (best.change < SETTLED || sweeps === MOST_SWEEPS || sweeps - best.sweeps > patience || Number.isNaN(change)) {
      const { U, density, prices, costs } = best.found;
      return { problem, converged: best.change < STANDING, iterations: sweeps, change: best.change, U, density, prices, costs };
    }
    yield { sweeps, change };
    before = found;
    now = unpacked(problem, acceleration.next(packed(problem, now), packed(problem, found), weights).x, found);
  }
}

function first({ start, steps, end, running, hamiltonian }: FiniteDifferenceProblem): Unknown {
  const log = logOf(start);
  const each = <T>(f: (k: number) => T): T[] => Array.from({ length: steps + 1 }, (_, k) => f(k));
  return {
    end: end.fit(log, new Float64Array(log.length)),
    prices: running === null ? null : each((k) => running.price(k, log)),
    seen: hamiltonian.crowd ? each(() => log) : null,
  };
}

/** @param before the sweep that Newton's method starts from */
function sweep(problem: FiniteDifferenceProblem, { end, prices, seen }: Unknown, before: Sweep | null): Sweep {
  const { steps, start, running, horizon } = problem;
  const rate = steps / horizon;
  const U = new Array<Float64Array>(steps + 1);
  const [chains, costs] = [new Array<Chain>(steps), new Array<Float64Array>(steps)];
  U[steps] = end;
  for (let k = steps - 1; k >= 0; k--) {
    const later = U[k + 1]!;
    const guess = before === null ? later : later.map((value, i) => value + before.U[k]![i]! - before.U[k + 1]![i]!);
    const owed = later.map((value, i) => rate * value + (prices === null ? 0 : prices[k + 1]![i]!));
    const step = bestReply(problem, { k, owed, seen: seen === null ? null : seen[k + 1]! }, guess);
    [U[k], chains[k], costs[k]] = [step.U, step.chain, step.cost];
  }
  const density = [start];
  for (let k = 0; k < steps; k++) {
    const had = density[k]!;
    const owed = had.map((value) => rate * value);
    density.push(solve(forward(chains[k]!, rate), owed, had.slice(), EXACT.densities));
  }
  const logs = density.map(logOf);
  return {
    ...{ U, density, costs },
    end: problem.end.crowd ? problem.end.fit(logs[steps]!, end) : end,
    prices: running?.crowd === true ? logs.map((log, k) => running.price(k, log)) : prices,
    seen: seen === null ? null : logs,
  };
}

interface TimeStep {
  readonly k: number;
  /** Uᵏ⁺¹/Δt + Qᵏ⁺¹. */
  readonly owed: Float64Array;
  /** log ρᵏ⁺¹ as the Hamiltonian sees it. */
  readonly seen: Float64Array | null;
}

/** Newton's method for a step of the values: (1/Δt + κ + A)U = Uᵏ⁺¹/Δt + Q + cost, with A and cost of the policy that is best against U. */
function bestReply(problem: FiniteDifferenceProblem, { k, owed, seen }: TimeStep, guess: Float64Array) {
  const { lattice, horizon, steps, discount, hamiltonian } = problem;
  const t = ((k + 0.5) * horizon) / steps;
  const nobody = new Float64Array(lattice.n).fill(Math.log(NOTHING));
  const numerical = (hamiltonian.even ? splitHamiltonian : laxFriedrichs)({
    lattice,
    diffusion: problem.diffusion(t),
    hamiltonian: hamiltonian.at(t, seen ?? nobody),
  });
  const chain = emptyChain(lattice);
  let U = guess;
  for (let policies = 1; ; policies++) {
    const cost = numerical(U, chain);
    const b = owed.map((value, i) => value + cost[i]!);
    const next = solve(backward(chain, steps / horizon + discount), b, U.slice(), EXACT.values);
    let [change, largest] = [0, 0];
    for (let i = 0; i < next.length; i++) {
      change = Math.max(change, Math.abs(next[i]! - U[i]!));
      largest = Math.max(largest, Math.abs(next[i]!));
    }
    U = next;
    if (!(change > SAME_POLICY * largest) || policies === MOST_POLICIES) return { U, chain, cost };
  }
}

/** Of the unknowns where there is mass, relative to how far U varies there; and what a node counts for in Anderson's norm. */
function changeOf(problem: FiniteDifferenceProblem, now: Unknown, found: Sweep): { change: number; weights: Float64Array } {
  const { lattice, steps, horizon, end, running, hamiltonian } = problem;
  const masses = found.density.map((density) => density.map((value) => value * lattice.cell));
  const highest = masses.map((mass) => LEAST_SHARE * mass.reduce((most, value) => Math.max(most, value), 0));
  const there = (k: number, f: (i: number) => void): void => {
    for (let i = 0; i < lattice.n; i++) if (!(masses[k]![i]! <= highest[k]!)) f(i);
  };
  let [low, high] = [Infinity, -Infinity];
  for (let k = 0; k <= steps; k++)
    there(k, (i) => {
      low = Math.min(low, found.U[k]![i]!);
      high = Math.max(high, found.U[k]![i]!);
    });
  const spread = high > low ? high - low : 1;
  let change = Number.isFinite(high - low) ? 0 : Number.NaN;
  const note = (k: number, before: Float64Array, after: Float64Array, unit: number): void => {
    there(k, (i) => {
      change = Math.max(change, Math.abs(after[i]! - before[i]!) / unit);
    });
  };
  const share = (by: number): Float64Array[] => masses.map((mass) => mass.map((value) => (value * by) / (steps + 1)));
  const weights: Float64Array[] = [];
  if (end.crowd) {
    note(steps, now.end, found.end, spread);
    weights.push(masses[steps]!);
  }
  if (running?.crowd === true) {
    found.prices!.forEach((price, k) => note(k, now.prices![k]!, price, spread / horizon));
    weights.push(...share(horizon * horizon));
  }
  if (hamiltonian.crowd) {
    found.seen!.forEach((log, k) => note(k, now.seen![k]!, log, 1));
    weights.push(...share(spread * spread));
  }
  return { change, weights: joined(weights) };
}

function packed({ end, running, hamiltonian }: FiniteDifferenceProblem, unknown: Unknown): Float64Array {
  return joined([
    ...(end.crowd ? [unknown.end] : []),
    ...(running?.crowd === true ? unknown.prices! : []),
    ...(hamiltonian.crowd ? unknown.seen! : []),
  ]);
}

function unpacked({ lattice: { n }, end, running, hamiltonian }: FiniteDifferenceProblem, x: Float64Array, unknown: Unknown): Unknown {
  let at = 0;
  const next = (): Float64Array => x.slice(at, (at += n));
  return {
    end: end.crowd ? next() : unknown.end,
    prices: running?.crowd === true ? unknown.prices!.map(next) : unknown.prices,
    seen: hamiltonian.crowd ? unknown.seen!.map(next) : unknown.seen,
  };
}
