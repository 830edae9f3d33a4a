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
import { anderson, inner, joined } from "../anderson.ts";
import type { GridSlice } from "../grid-solution.ts";
import { gmres } from "./krylov.ts";
import { unknownFrom } from "./warm-start.ts";
import { type FiniteDifferenceProblem, firstUnknown, logDensityOf, NOTHING, type Sweep, sweep, sweepSlope, type Unknown } from "./sweep.ts";

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
export const DIFFERENCES_SETTLED = 1e-7;
const STANDING = 1e-5;

/** Sweeps and slopes of sweeps there may be. */
const MOST_SWEEPS = 4000;

/** Nodes with less than this share of the highest density do not decide. */
const LEAST_SHARE = 1e-6;

/** Of Anderson's method, and after how many sweeps without half the change Newton's method has a turn. */
const ANDERSON = { share: 0.5, memory: 10, patience: 12 } as const;

/** Where little noise leaves no way from the first guess, there is more at first, by these shares; and what is near enough meanwhile. */
const EXTRA = [1, 0.3, 0.1, 0.03, 0.01];
const ON_THE_WAY = 1e-3;
const DEVIATION = 1 / 12;

/** Turns of the two without a smaller change. */
const PATIENCE = 3;

/** Of Newton's method: vectors of a linear system, what may be left of it, the shortest step, and a move that only a slope feels. */
const NEWTON = { vectors: 60, left: 0.1, shortest: 1 / 64, moment: 1e-6 } as const;

interface State {
  readonly found: Sweep;
  readonly change: number;
  /** How far U varies where there is mass. */
  readonly spread: number;
  readonly weights: Float64Array;
}

/** What is being worked on: the best state so far, and what it has taken. */
interface Work {
  readonly problem: FiniteDifferenceProblem;
  readonly goal: number;
  sweeps: number;
  best: State;
}

/** Stands still after every sweep, with the best so far. */
type Told<Result = void> = Generator<FiniteDifferences, Result>;

/**
 * Stands still after every sweep, with the best that it has found so far: the first time it is the population that plays against the start.
 *
 * @param from the solution of a game near by, to start from
 * @param coarser the solution of the same game on fewer nodes, to start from where this does not settle soon
 */
export function* solveByFiniteDifferences(
  problem: FiniteDifferenceProblem,
  from?: FiniteDifferences,
  coarser?: () => Told<FiniteDifferences | undefined>,
): Told<FiniteDifferences> {
  const first = from === undefined ? firstUnknown(problem) : unknownFrom(problem, from);
  let work: Work = { problem, goal: DIFFERENCES_SETTLED, sweeps: 1, best: stateOf(problem, sweep(problem, first, null)) };
  yield* accelerated(work);
  const coarse = isDone(work) || from !== undefined || coarser === undefined ? undefined : yield* coarser();
  if (coarse !== undefined) {
    const best = stateOf(problem, sweep(problem, unknownFrom(problem, coarse), null));
    work = { ...work, sweeps: work.sweeps + coarse.iterations + 1, best };
  }
  if (from !== undefined || coarse !== undefined) yield* settled(work);
  if (!isDone(work))
    for (const extra of [...EXTRA, 0]) {
      const viscous = extra === 0 ? problem : withMoreNoise(problem, extra);
      const { from } = work.best.found;
      const again = stateOf(viscous, sweep(viscous, from, work.best.found));
      work = { problem: viscous, goal: extra === 0 ? DIFFERENCES_SETTLED : ON_THE_WAY, sweeps: work.sweeps + 1, best: again };
      yield* settled(work);
    }
  return { ...soFar(work), converged: work.best.change < STANDING };
}

/** Between time steps U and ρ are linear, so that the mass stays. */
export function sliceOf({ problem: { horizon, steps }, U, density }: FiniteDifferences, t: number): GridSlice {
  const length = horizon / steps;
  const k = Math.min(Math.max(Math.floor(t / length), 0), steps - 1);
  const share = t / length - k;
  const between = (fields: readonly Float64Array[]): Float64Array =>
    fields[k]!.map((value, i) => (1 - share) * value + share * fields[k + 1]![i]!);
  return { U: between(U), logDensity: logDensityOf(between(density)) };
}

function soFar({ problem, sweeps, best: { found, change } }: Work): FiniteDifferences {
  const { U, density, costs, from } = found;
  return { problem, converged: false, iterations: sweeps, change, U, density, prices: from.prices, costs };
}

/** As if there were more noise: a share of the variance that is one standard deviation of the box, over the horizon. */
function withMoreNoise(problem: FiniteDifferenceProblem, share: number): FiniteDifferenceProblem {
  const { low, high } = problem.lattice.axes[0]!;
  const extra = (share * (DEVIATION * (high - low)) ** 2) / (2 * problem.horizon);
  return { ...problem, diffusion: (t) => problem.diffusion(t) + extra };
}

/** Both methods in turn, until neither helps. */
function* settled(work: Work): Told {
  for (let waited = 0; waited < PATIENCE && !isDone(work); waited++) {
    const { change } = work.best;
    yield* newton(work);
    if (!isDone(work)) yield* accelerated(work);
    if (work.best.change < change) waited = -1;
  }
}

/** What is no number will not become one. */
const isDone = ({ best, sweeps, goal }: Work): boolean => !(best.change >= goal) || sweeps >= MOST_SWEEPS;

function swept(work: Work, from: Unknown, before: Sweep): State {
  work.sweeps++;
  const state = stateOf(work.problem, sweep(work.problem, from, before));
  if (state.change < work.best.change) work.best = state;
  return state;
}

/** Sweeps combined by Anderson's method. */
function* accelerated(work: Work): Told {
  const { problem } = work;
  const acceleration = anderson(ANDERSON.share, ANDERSON.memory);
  let { found, weights } = work.best;
  let [since, mark] = [work.sweeps, work.best.change];
  while (work.sweeps - since < ANDERSON.patience && !isDone(work)) {
    yield soFar(work);
    const { x } = acceleration.next(packed(problem, found.from), packed(problem, found.to), weights);
    ({ found, weights } = swept(work, possible(problem, unpacked(problem, x, found.from)), found));
    if (work.best.change < mark / 2) [since, mark] = [work.sweeps, work.best.change];
  }
}

/** Newton's method for to = from, its steps halved until the miss is smaller; it ends where no step is short enough. */
function* newton(work: Work): Told {
  const { problem } = work;
  let state = work.best;
  while (!isDone(work)) {
    const { found, weights } = state;
    const from = packed(problem, found.from);
    const miss = missOf(problem, found);
    const size = inner(miss, miss, weights);
    const step = yield* newtonStep(work, state, miss);
    let next: State | null = null;
    for (let share = 1; share >= NEWTON.shortest && next === null; share /= 2) {
      yield soFar(work);
      const there = from.map((value, i) => value + share * step[i]!);
      const tried = swept(work, possible(problem, unpacked(problem, there, found.from)), found);
      const left = missOf(problem, tried.found);
      if (inner(left, left, weights) < size) next = tried;
    }
    if (next === null) return;
    state = next;
  }
}

/** to − from. */
function missOf(problem: FiniteDifferenceProblem, { from, to }: Sweep): Float64Array {
  const before = packed(problem, from);
  return packed(problem, to).map((value, i) => value - before[i]!);
}

/** The step s with s − (slope of a sweep along s) = miss, by GMRES. */
function* newtonStep(work: Work, { found, weights, spread }: State, miss: Float64Array): Told<Float64Array> {
  const { problem } = work;
  const product = (v: Float64Array): Float64Array => {
    work.sweeps++;
    const slope = packed(problem, sweepSlope(problem, found, directionOf(problem, v), NEWTON.moment * spread));
    return v.map((value, i) => value - slope[i]!);
  };
  const solving = gmres({ b: miss, weights, product, most: NEWTON.vectors, tolerance: NEWTON.left });
  let part = solving.next();
  while (part.done !== true) {
    yield soFar(work);
    part = solving.next();
  }
  return part.value;
}

/** Of the unknowns where there is mass, relative to how far U varies there; and what a node counts for in Anderson's norm. */
function stateOf(problem: FiniteDifferenceProblem, found: Sweep): State {
  const { lattice, steps, horizon, end, running, hamiltonian } = problem;
  const { n, cell } = lattice;
  const highest = found.density.map((density) => LEAST_SHARE * cell * density.reduce((most, value) => Math.max(most, value), 0));
  const there = (k: number, f: (i: number) => void): void => {
    for (let i = 0; i < n; i++) if (!(found.density[k]![i]! * cell <= highest[k]!)) f(i);
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
  /** Whose nodes count, and for how much. */
  const counted: (readonly [number, number])[] = [];
  const everyTime = (by: number): void => {
    for (let k = 0; k <= steps; k++) counted.push([k, by / (steps + 1)]);
  };
  if (end.crowd) {
    note(steps, found.from.end, found.to.end, spread);
    counted.push([steps, 1]);
  }
  if (running?.crowd === true) {
    found.to.prices!.forEach((price, k) => {
      note(k, found.from.prices![k]!, price, spread / horizon);
    });
    everyTime(horizon * horizon);
  }
  if (hamiltonian.crowd) {
    found.to.seen!.forEach((log, k) => {
      note(k, found.from.seen![k]!, log, 1);
    });
    everyTime(spread * spread);
  }
  const weights = new Float64Array(counted.length * n);
  counted.forEach(([k, by], j) => {
    for (let i = 0; i < n; i++) {
      const mass = found.density[k]![i]! * cell;
      weights[j * n + i] = (by * mass) / (mass + 1e3 * highest[k]!) / n;
    }
  });
  return { found, change, spread, weights };
}

function packed({ end, running, hamiltonian }: FiniteDifferenceProblem, unknown: Unknown): Float64Array {
  return joined([
    ...(end.crowd ? [unknown.end] : []),
    ...(running?.crowd === true ? unknown.prices! : []),
    ...(hamiltonian.crowd ? unknown.seen! : []),
  ]);
}

/** A direction: what no sweep changes stays still. */
function directionOf(problem: FiniteDifferenceProblem, v: Float64Array): Unknown {
  const still = new Float64Array(problem.lattice.n);
  const along = (crowd: boolean) => (crowd ? Array.from({ length: problem.steps + 1 }, () => still) : null);
  return unpacked(problem, v, { end: still, prices: along(problem.running?.crowd === true), seen: along(problem.hamiltonian.crowd) });
}

/** No cell holds more than everybody, or less than nobody. */
function possible({ lattice }: FiniteDifferenceProblem, unknown: Unknown): Unknown {
  const [least, most] = [Math.log(NOTHING), -Math.log(lattice.cell)];
  return { ...unknown, seen: unknown.seen?.map((log) => log.map((value) => Math.min(Math.max(value, least), most))) ?? null };
}

function unpacked({ lattice: { n }, end, running, hamiltonian }: FiniteDifferenceProblem, x: Float64Array, unknown: Unknown): Unknown {
  let at = 0;
  // Views: nobody writes to an unknown.
  const next = (): Float64Array => x.subarray(at, (at += n));
  return {
    end: end.crowd ? next() : unknown.end,
    prices: running?.crowd === true ? unknown.prices!.map(next) : unknown.prices,
    seen: hamiltonian.crowd ? unknown.seen!.map(next) : unknown.seen,
  };
}
