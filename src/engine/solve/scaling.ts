/**
 * @file The scaling solver: noisy games whose Hamiltonian is quadratic, on a lattice (docs/mathematics.md, Solved on a grid).
 *
 *     U = −ε log φ,   ρ = φ φ̂,   v = σ²∇log φ           turns both equations of the game into heat equations with a potential Q/ε:
 *     −∂ₜφ = (σ²/2)Δφ − (Q/ε)φ,   ∂ₜφ̂ = (σ²/2)Δφ̂ − (Q/ε)φ̂
 *
 * What is left is to make the ends fit: φ φ̂ = ρ₀ at the start, −ε log φ = δℳ/δρ at the end. A sweep goes back with φ, divides ρ₀ by
 * it, comes forward with φ̂ and asks the terminal cost for another φ; the fixed point is found by Anderson acceleration. Prices Q of the
 * crowd are part of the unknown; with any Q time is split (Strang): half the potential, heat, half the potential.
 *
 * Everything is kept in logarithms, [n] on the lattice's nodes.
 */
import { heated } from "./heat.ts";
import type { EndOnLattice, RunningPrice } from "./game-on-lattice.ts";
import { type Lattice, moved, sameAxes } from "./lattice.ts";
import { anderson, joined } from "./anderson.ts";

export interface ScalingProblem {
  readonly lattice: Lattice;
  readonly horizon: number;
  /** ε = σ²/(g²/w). */
  readonly epsilon: number;
  /** ∫ σ² dt from one time to another. */
  variance(from: number, to: number): number;
  /** log ρ₀ at the nodes, its mass on the lattice 1. */
  readonly logReference: Float64Array;
  readonly end: EndOnLattice;
  /** Σ δℐ/δρ at times on an even grid of [0, T]; null without interactions. */
  readonly running: RunningPrice | null;
  /** U of the game is −ε log φ + δ (log ρ + level), where Fisher information was traded for noise; δ = 0 where none was. */
  readonly entropy: number;
  readonly level: number;
}

export interface Scaling {
  readonly problem: ScalingProblem;
  readonly converged: boolean;
  readonly iterations: number;
  /** The largest change of the last sweep where there is mass, of U(·, T) in units of ε and relative to it. */
  readonly change: number;
  /** At the stored times: ends alone without interactions. */
  readonly logPhi: readonly Float64Array[];
  readonly logPhiHat: readonly Float64Array[];
  /** Q at the stored times; null without interactions. */
  readonly prices: readonly Float64Array[] | null;
}

/** The change at which a sweep is the last; the one that is small enough where rounding lets it fall no further. */
export const SCALING_SETTLED = 1e-9;
const STANDING = 1e-6;

/** Sweeps there may be, and without a smaller change, by whether the smallest so far would do. */
const MOST_SWEEPS = 2000;
const PATIENCE = { standing: 40, wandering: 300 };

/** What a solution may have lost of its mass. Heat keeps it: more is lost only where numbers broke down. */
const MASS_LOST = 1e-4;

/** Nodes with less than this share of the highest density do not decide. */
const LEAST_SHARE = 1e-6;

/** β and memory of Anderson's method, by what a sweep looks at: a whole step would overshoot where that is the population. */
const ACCELERATION = { nodes: [1, 40], alongTheWay: [0.3, 10], atTheEnd: [0.05, 40] } as const;

interface Unknown {
  readonly end: Float64Array;
  readonly prices: readonly Float64Array[] | null;
}

interface Sweep extends Unknown {
  readonly logPhi: readonly Float64Array[];
  readonly logPhiHat: readonly Float64Array[];
}

/**
 * Stands still after every sweep, with what it has found so far: the first time it is the population that nobody steers.
 *
 * @param from the solution of a game near by, to start from
 */
export function* solveByScaling(problem: ScalingProblem, from?: Scaling): Generator<Scaling, Scaling> {
  const { running, end } = problem;
  let now = startOf(problem, from);
  const crowd = running?.crowd === true;
  const [share, memory] = ACCELERATION[!end.local ? "atTheEnd" : crowd ? "alongTheWay" : "nodes"];
  const acceleration = anderson(share, memory);
  const scale = 1 / problem.epsilon;
  let best: { readonly sweeps: number; readonly change: number; readonly found: Sweep } | null = null;
  for (let sweeps = 1; ; sweeps++) {
    const found = sweep(problem, now);
    const { change, weights } = changeOf(problem, now, found, crowd);
    if (best === null || change < best.change) best = { sweeps, change, found: { ...found, prices: now.prices } };
    const patience = best.change < STANDING ? PATIENCE.standing : PATIENCE.wandering;
    if (best.change < SCALING_SETTLED || sweeps === MOST_SWEEPS || sweeps - best.sweeps > patience || Number.isNaN(change))
      return ended(problem, best, sweeps);
    yield { problem, converged: false, iterations: sweeps, change, logPhi: found.logPhi, logPhiHat: found.logPhiHat, prices: now.prices };
    now = unpacked(acceleration.next(packed(now, crowd, scale), packed(found, crowd, scale), weights).x, now, crowd, problem);
  }
}

function ended(problem: ScalingProblem, { change, found }: { change: number; found: Sweep }, iterations: number): Scaling {
  const { logPhi, logPhiHat, prices } = found;
  const mass = masses(problem.lattice, logPhi.at(-1)!, logPhiHat.at(-1)!).reduce((total, one) => total + one, 0);
  const converged = change < STANDING && Math.abs(mass - 1) < MASS_LOST;
  return { problem, converged, iterations, change, logPhi, logPhiHat, prices };
}

/** Nothing is known of U at the end, or what was known of it where the lattice is alike: in units of this game's ε, at its own nodes. */
function startOf(problem: ScalingProblem, from: Scaling | undefined): Unknown {
  const { lattice, epsilon, running } = problem;
  const known = from?.logPhi.at(-1);
  if (from === undefined || known?.every(Number.isFinite) !== true || from.problem.lattice.dimension !== lattice.dimension)
    return { end: new Float64Array(lattice.n), prices: firstPrices(problem) };
  const before = from.problem;
  const end = moved(known, before.lattice, lattice).map((value) => (value * before.epsilon) / epsilon);
  const alike = before.running?.steps === running?.steps && sameAxes(before.lattice, lattice);
  return { end, prices: alike && running?.crowd === true ? from.prices : firstPrices(problem) };
}

function firstPrices({ running, logReference }: ScalingProblem): readonly Float64Array[] | null {
  if (running === null) return null;
  return Array.from({ length: running.steps + 1 }, (_, k) => running.price(k, logReference));
}

function sweep(problem: ScalingProblem, { end, prices }: Unknown): Sweep {
  const { running, logReference, horizon } = problem;
  const steps = running?.steps ?? 1;
  const logPhi = new Array<Float64Array>(steps + 1);
  const logPhiHat = new Array<Float64Array>(steps + 1);
  const stretch = (from: number, to: number): Stretch => ({
    from: (from * horizon) / steps,
    to: (to * horizon) / steps,
    prices: prices === null ? null : [prices[from]!, prices[to]!],
  });
  logPhi[steps] = end;
  for (let k = steps; k > 0; k--) logPhi[k - 1] = carried(problem, logPhi[k]!, stretch(k, k - 1));
  logPhiHat[0] = logReference.map((value, i) => value - logPhi[0]![i]!);
  for (let k = 0; k < steps; k++) logPhiHat[k + 1] = carried(problem, logPhiHat[k]!, stretch(k, k + 1));
  return {
    logPhi,
    logPhiHat,
    end: problem.end.fit(logPhiHat[steps]!, end),
    prices:
      running === null || !running.crowd
        ? prices
        : logPhi.map((log, k) =>
            running.price(
              k,
              log.map((value, i) => value + logPhiHat[k]![i]!),
            ),
          ),
  };
}

/** A stretch of time, with the prices at the end that is left and at the one that is reached. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly prices: readonly [Float64Array, Float64Array] | null;
}

/** φ back or φ̂ forward over a stretch: the two equations differ by the direction of time only. Half the potential, heat, half the potential. */
function carried({ lattice, epsilon, variance }: ScalingProblem, field: Float64Array, { from, to, prices }: Stretch): Float64Array {
  const spread = variance(Math.min(from, to), Math.max(from, to));
  if (prices === null) return heated(lattice, field, spread);
  const half = Math.abs(to - from) / (2 * epsilon);
  const [left, reached] = prices;
  const weighed = field.map((value, i) => value - half * left[i]!);
  return heated(lattice, weighed, spread).map((value, i) => value - half * reached[i]!);
}

/** U at the nodes at any time. */
export function valueOfScaling(found: Scaling, t: number): Float64Array {
  const { epsilon, entropy, level } = found.problem;
  const phi = phiAt(found, t);
  if (entropy === 0) return phi.map((log) => -epsilon * log);
  const phiHat = phiHatAt(found, t);
  return phi.map((log, i) => entropy * (log + phiHat[i]! + level) - epsilon * log);
}

/** log ρ at the nodes at any time. */
export function logDensityAt(found: Scaling, t: number): Float64Array {
  const phi = phiAt(found, t);
  return phiHatAt(found, t).map((log, i) => log + phi[i]!);
}

/** log φ at any time, from the stored time after it. @internal */
export const phiAt = (found: Scaling, t: number): Float64Array => between(found, t).logPhi();

/** log φ̂ at any time, from the stored time before it. @internal */
export const phiHatAt = (found: Scaling, t: number): Float64Array => between(found, t).logPhiHat();

function between({ problem, logPhi, logPhiHat, prices }: Scaling, t: number): { logPhi(): Float64Array; logPhiHat(): Float64Array } {
  const steps = logPhi.length - 1;
  const length = problem.horizon / steps;
  const k = Math.min(Math.max(Math.floor(t / length), 0), steps - 1);
  const share = t / length - k;
  const here = prices === null ? null : prices[k]!.map((value, i) => (1 - share) * value + share * prices[k + 1]![i]!);
  const from = (stored: number): Stretch => ({
    from: stored * length,
    to: t,
    prices: prices === null || here === null ? null : [prices[stored]!, here],
  });
  return {
    logPhi: () => carried(problem, logPhi[k + 1]!, from(k + 1)),
    logPhiHat: () => carried(problem, logPhiHat[k]!, from(k)),
  };
}

/** What stands for each node of ρ = φ φ̂. */
export function masses({ n, cell }: Lattice, logPhi: Float64Array, logPhiHat: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.exp(logPhi[i]! + logPhiHat[i]!) * cell);
}

/** Of U(·, T)/ε where there is mass at the end, and of the prices where there is mass along the way. */
function changeOf(problem: ScalingProblem, now: Unknown, found: Sweep, crowd: boolean): { change: number; weights: Float64Array } {
  const { lattice, horizon, epsilon } = problem;
  const steps = found.logPhi.length - 1;
  const at = (k: number): Float64Array => masses(lattice, found.logPhi[k]!, found.logPhiHat[k]!);
  let change = 0;
  const note = (mass: Float64Array, before: Float64Array, after: Float64Array, scale: number): void => {
    const highest = mass.reduce((most, value) => Math.max(most, value), 0);
    for (let i = 0; i < mass.length; i++)
      if (mass[i]! > LEAST_SHARE * highest || Number.isNaN(mass[i]!))
        change = Math.max(change, (scale * Math.abs(after[i]! - before[i]!)) / (1 + scale * Math.abs(after[i]!)));
    if (!Number.isFinite(highest)) change = Number.NaN;
  };
  const last = at(steps);
  note(last, now.end, found.end, 1);
  if (!crowd) return { change, weights: last };
  const along = found.logPhi.map((_, k) => at(k));
  along.forEach((mass, k) => {
    note(mass, now.prices![k]!, found.prices![k]!, horizon / epsilon);
  });
  return { change, weights: joined([last, ...along.map((mass) => mass.map((value) => (value * horizon * horizon) / (steps + 1)))]) };
}

function packed({ end, prices }: Unknown, crowd: boolean, scale: number): Float64Array {
  return crowd ? joined([end, ...prices!.map((price) => price.map((value) => value * scale))]) : end;
}

function unpacked(x: Float64Array, { prices }: Unknown, crowd: boolean, { lattice: { n }, epsilon }: ScalingProblem): Unknown {
  if (!crowd) return { end: x, prices };
  return { end: x.slice(0, n), prices: prices!.map((_, k) => x.slice((k + 1) * n, (k + 2) * n).map((value) => value * epsilon)) };
}
