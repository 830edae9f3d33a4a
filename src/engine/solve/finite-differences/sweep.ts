/**
 * @file A sweep of finite differences: all steps of the values backward, all steps of the densities forward; and its slope.
 *
 *     (Uᵏ − Uᵏ⁺¹)/Δt + κUᵏ − (σ²/2)ΔUᵏ + g(x, DUᵏ, ρᵏ⁺¹) = Qᵏ⁺¹        values, backward: g monotone in the one-sided differences
 *     (ρᵏ⁺¹ − ρᵏ)/Δt + Aᵀρᵏ⁺¹ = 0                                       densities, forward: A the slope of the line above in Uᵏ
 *
 * A step of the first is solved by Newton's method, which for a convex Hamiltonian is policy iteration: each policy is no worse than the one
 * before. The slope of a sweep along a direction takes one linear system for each time step of either line, with the matrices that are there.
 */
import type { RunningPrice } from "../game-on-lattice.ts";
import type { Lattice } from "../lattice.ts";
import { fieldsTogether, withFields } from "../lent-fields.ts";
import { applied, backward, type Chain, emptyChains, forward, solveBackward, solveForward } from "./chain.ts";
import { fieldsOn, type HamiltonianAt, laxFriedrichs, type NumericalHamiltonian, splitHamiltonian } from "./numerical-hamiltonian.ts";

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

/** Newton steps of one time step, and the change, relative to the largest value, at which there are no more: the next would be its square. */
const MOST_POLICIES = 60;
const SAME_POLICY = 1e-8;

/** Tolerances of linear systems. What densities miss is mass; values need what Newton's method can still use, at first and at last. */
const EXACT = 1e-14;
const [EARLY, LATE] = [1e-4, 1e-13];

/** Of linear systems inside a slope. */
const ROUGH = 1e-5;

/** Nobody has no logarithm: this few stand for them. */
export const NOTHING = 1e-300;

function writeLogDensity(density: Float64Array, out: Float64Array): Float64Array {
  for (let i = 0; i < out.length; i++) out[i] = Math.log(Math.max(density[i]!, NOTHING));
  return out;
}

export const logDensityOf = (density: Float64Array): Float64Array => writeLogDensity(density, new Float64Array(density.length));

/** What a sweep starts from. Prices are null without interactions, densities unless the Hamiltonian sees them. */
export interface Unknown {
  readonly end: Float64Array;
  readonly prices: readonly Float64Array[] | null;
  readonly seen: readonly Float64Array[] | null;
}

export interface Sweep {
  readonly from: Unknown;
  /** What the population that plays against `from` asks for. */
  readonly to: Unknown;
  /** At k T/steps, [steps + 1][n]. */
  readonly U: readonly Float64Array[];
  readonly density: readonly Float64Array[];
  /** What the chosen jumps cost from each time on to the next, [steps][n]: the Lagrangian. */
  readonly costs: readonly Float64Array[];
  readonly chains: readonly Chain[];
  readonly hamiltonians: readonly NumericalHamiltonian[];
  /** θ of Lax and Friedrichs' Hamiltonians, [steps][d][n]; the other ones have none. */
  readonly viscosities: readonly (readonly Float64Array[])[];
}

export function firstUnknown({ start, steps, end, running, hamiltonian }: FiniteDifferenceProblem): Unknown {
  const log = logDensityOf(start);
  const each = <T>(f: (k: number) => T): T[] => Array.from({ length: steps + 1 }, (_, k) => f(k));
  return {
    end: end.fit(log, new Float64Array(log.length)),
    prices: running === null ? null : each((k) => running.price(k, log)),
    seen: hamiltonian.crowd ? each(() => log) : null,
  };
}

/** @param before the sweep that Newton's method starts from */
export function sweep(problem: FiniteDifferenceProblem, from: Unknown, before: Sweep | null): Sweep {
  const { steps, start, horizon } = problem;
  const rate = steps / horizon;
  const U = new Array<Float64Array>(steps + 1);
  const costs = new Array<Float64Array>(steps);
  const chains = emptyChains(problem.lattice, steps);
  const room = fieldsTogether(problem.lattice, 3 * steps);
  const viscosities = chains.map(() => (problem.hamiltonian.even ? [] : fieldsOn(problem.lattice)));
  const hamiltonians = hamiltoniansOf(problem, from, viscosities);
  U[steps] = from.end;
  for (let k = steps - 1; k >= 0; k--) {
    const price = from.prices?.[k + 1] ?? null;
    const step = { later: U[k + 1]!, price, rate, discount: problem.discount, hamiltonian: hamiltonians[k]!, chain: chains[k]! };
    const reply = { U: room[3 * k]!, cost: room[3 * k + 1]! };
    bestReply(step, before === null ? null : [before.U[k]!, before.U[k + 1]!], reply);
    [U[k], costs[k]] = [reply.U, reply.cost];
  }
  const density = [start];
  for (let k = 0; k < steps; k++) {
    const later = room[3 * k + 2]!;
    later.set(before?.density[k + 1] ?? density[k]!);
    density.push(carriedOn(chains[k]!, rate, density[k]!, later));
  }
  const logs = fieldsTogether(problem.lattice, steps + 1).map((log, k) => writeLogDensity(density[k]!, log));
  return { from, to: answerOf(problem, from, logs), U, density, costs, chains, hamiltonians, viscosities };
}

function answerOf({ end, running }: FiniteDifferenceProblem, from: Unknown, logs: readonly Float64Array[]): Unknown {
  return {
    end: end.crowd ? end.fit(logs.at(-1)!, from.end) : from.end,
    prices: running?.crowd === true ? logs.map((log, k) => running.price(k, log)) : from.prices,
    seen: from.seen === null ? null : logs,
  };
}

/** Of all steps, of problems in which they are the same for every sweep. */
const lasting = new WeakMap<FiniteDifferenceProblem, readonly NumericalHamiltonian[]>();

function hamiltoniansOf(
  problem: FiniteDifferenceProblem,
  from: Unknown,
  viscosities: Sweep["viscosities"],
): readonly NumericalHamiltonian[] {
  const make = (): readonly NumericalHamiltonian[] =>
    viscosities.map((viscosity, k) => hamiltonianAt(problem, { k, seen: from.seen?.[k + 1] ?? null, viscosity }));
  if (problem.hamiltonian.crowd || !problem.hamiltonian.even) return make();
  const made = lasting.get(problem) ?? make();
  lasting.set(problem, made);
  return made;
}

interface StepGiven {
  readonly k: number;
  /** log ρ as the Hamiltonian sees it. */
  readonly seen: Float64Array | null;
  readonly viscosity: readonly Float64Array[];
}

/** Of the step from k T/steps to the next. */
function hamiltonianAt(problem: FiniteDifferenceProblem, { k, seen, viscosity }: StepGiven): NumericalHamiltonian {
  const { lattice, horizon, steps, hamiltonian } = problem;
  const t = ((k + 0.5) * horizon) / steps;
  return (hamiltonian.even ? splitHamiltonian : laxFriedrichs)({
    ...{ lattice, viscosity },
    diffusion: problem.diffusion(t),
    hamiltonian: hamiltonian.at(t, seen ?? new Float64Array(lattice.n)),
  });
}

interface ValueStep {
  readonly later: Float64Array;
  /** Qᵏ⁺¹; null: 0. */
  readonly price: Float64Array | null;
  /** 1/Δt. */
  readonly rate: number;
  readonly discount: number;
  readonly hamiltonian: NumericalHamiltonian;
  /** Its rates are overwritten with those of the best policy. */
  readonly chain: Chain;
}

/** What is written. */
interface Reply {
  readonly U: Float64Array;
  /** Of the jumps. */
  readonly cost: Float64Array;
}

/**
 * Newton's method for a step of the values: (c + A)U = Uᵏ⁺¹/Δt + Q + cost, with A and cost of the policy that is best against U; c = 1/Δt + κ.
 *
 * @param before U of an earlier sweep at this time and the next: it is moved on by as much as it was then
 */
function bestReply(step: ValueStep, before: readonly [Float64Array, Float64Array] | null, { U, cost }: Reply): void {
  const { later, price, rate, discount, hamiltonian, chain } = step;
  const { n } = chain.lattice;
  U.set(later);
  if (before !== null) for (let i = 0; i < n; i++) U[i]! += before[0][i]! - before[1][i]!;
  withFields(chain.lattice, 2, ([b, next]) => {
    let relative = Infinity;
    for (let policies = 0; ; policies++) {
      hamiltonian(U, chain, cost);
      if (relative < SAME_POLICY || policies === MOST_POLICIES) return;
      for (let i = 0; i < n; i++) b![i] = rate * later[i]! + (price === null ? 0 : price[i]!) + cost[i]!;
      next!.set(U);
      solveBackward({ chain, c: rate + discount, b: b!, tolerance: Math.max(LATE, Math.min(EARLY, 0.01 * relative * relative)) }, next!);
      let [change, largest] = [0, 0];
      for (let i = 0; i < n; i++) {
        change = Math.max(change, Math.abs(next![i]! - U[i]!));
        largest = Math.max(largest, Math.abs(next![i]!));
      }
      relative = largest > 0 ? change / largest : 0;
      U.set(next!);
    }
  });
}

/** ρ a time step later. @param guess where to begin, written over with it */
function carriedOn(chain: Chain, rate: number, density: Float64Array, guess: Float64Array): Float64Array {
  return withFields(chain.lattice, 1, ([owed]) => {
    for (let i = 0; i < density.length; i++) owed![i] = rate * density[i]!;
    return solveForward({ chain, c: rate, b: owed!, tolerance: EXACT }, guess);
  });
}

const plus = (a: Float64Array, b: Float64Array, by: number): Float64Array => a.map((value, i) => value + by * b[i]!);

const slopeOf = (after: Float64Array, before: Float64Array, by: number): Float64Array => after.map((value, i) => (value - before[i]!) / by);

/**
 * How `to` of a sweep changes when `from` changes along v. Both lines are linearised as they are, with the matrices of the sweep; what
 * hangs on one node or one formula (rates, prices) is differenced, v taken `by` times.
 */
export function sweepSlope(problem: FiniteDifferenceProblem, at: Sweep, v: Unknown, by: number): Unknown {
  const { steps, horizon, discount, lattice } = problem;
  const rate = steps / horizon;
  const dU = new Array<Float64Array>(steps + 1);
  const moved = emptyChains(lattice, steps);
  const hamiltonians = at.hamiltonians.map((own, k) => {
    if (v.seen === null) return own;
    const viscosity = at.viscosities[k]!.map((field) => field.slice());
    return hamiltonianAt(problem, { k, seen: plus(at.from.seen![k + 1]!, v.seen[k + 1]!, by), viscosity });
  });
  dU[steps] = v.end;
  for (let k = steps - 1; k >= 0; k--) {
    const chain = at.chains[k]!;
    const owed = dU[k + 1]!.map((value, i) => rate * value + (v.prices === null ? 0 : v.prices[k + 1]![i]!));
    if (v.seen !== null) {
      // The best policy's cost against what the crowd has become: g at the same U.
      const cost = new Float64Array(lattice.n);
      hamiltonians[k]!(at.U[k]!, moved[k]!, cost);
      const [after, before] = [applied(backward(moved[k]!), at.U[k]!), applied(backward(chain), at.U[k]!)];
      for (let i = 0; i < owed.length; i++) owed[i]! -= (after[i]! - cost[i]! - before[i]! + at.costs[k]![i]!) / by;
    }
    dU[k] = solveBackward({ chain, c: rate + discount, b: owed, tolerance: ROUGH }, dU[k + 1]!.slice());
  }
  let change: Float64Array = new Float64Array(lattice.n);
  const logs = at.density.map(logDensityOf);
  const movedLogs = [logs[0]!];
  for (let k = 0; k < steps; k++) {
    const density = at.density[k + 1]!;
    withFields(lattice, 1, ([cost]) => {
      hamiltonians[k]!(plus(at.U[k]!, dU[k]!, by), moved[k]!, cost!);
    });
    const flow = slopeOf(applied(forward(moved[k]!), density), applied(forward(at.chains[k]!), density), by);
    const owed = change.map((value, i) => rate * value - flow[i]!);
    change = solveForward({ chain: at.chains[k]!, c: rate, b: owed, tolerance: ROUGH }, change.slice());
    movedLogs.push(logs[k + 1]!.map((log, i) => log + (by * change[i]!) / Math.max(density[i]!, NOTHING)));
  }
  const answer = answerOf(
    problem,
    {
      end: plus(at.from.end, v.end, by),
      prices: v.prices === null ? null : at.from.prices!.map((price, k) => plus(price, v.prices![k]!, by)),
      seen: at.from.seen,
    },
    movedLogs,
  );
  const each = (after: readonly Float64Array[] | null, before: readonly Float64Array[] | null) =>
    after === null || before === null ? null : after.map((field, k) => slopeOf(field, before[k]!, by));
  return { end: slopeOf(answer.end, at.to.end, by), prices: each(answer.prices, at.to.prices), seen: each(answer.seen, at.to.seen) };
}
