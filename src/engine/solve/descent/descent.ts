/**
 * @file A crowd marched straight down a cost whose price is μ log ρ + V: the Fokker-Planck equation of noisy paths, from its start to T.
 *
 *     ∂ₜρ = ∇·(mρ∇(V + μ log ρ)) = ∇·(mρ∇V) + D Δρ,     D = μm
 *     jumps from i to its neighbour j at the rate (D/h²) B(m(V_j − V_i)/D),   B(z) = z/(e^z − 1)      (Scharfetter and Gummel)
 *
 * B(−z) = e^z B(z): the rates are in balance with e^(−V/μ), so a crowd at rest is at rest on the grid too. A step is implicit, taken once whole
 * and once in halves, log ρ = 2 log ρ_halves − log ρ_whole: of order 2, and positive. Either keeps the mass, and both together keep it to that order.
 *
 * Without entropy nothing spreads: then U = V, and particles alone say what the crowd pays.
 */
import { expm1Of } from "../../../math/elementary.ts";
import { type Chain, emptyChain, forward, solveChain, strideOf } from "../finite-differences/chain.ts";
import { type Lattice, read } from "../lattice.ts";

export interface DescentProblem {
  readonly lattice: Lattice;
  readonly horizon: number;
  readonly steps: number;
  /** m, D. */
  readonly mobility: number;
  readonly diffusion: number;
  readonly logReference: Float64Array;
  /** δF/δρ, the integrand of F, and the price without μ log ρ, at the nodes. */
  price(t: number, logDensity: Float64Array): Float64Array;
  cost(t: number, logDensity: Float64Array): Float64Array;
  potential(t: number): Float64Array;
  /** Who pays where no grid carries the crowd, [n, d]. */
  readonly particles: Float64Array;
}

export interface Descended {
  readonly problem: DescentProblem;
  /** Time steps so far. */
  readonly taken: number;
  /** F of the crowd as it is. */
  readonly cost: number;
  moves(t: number): boolean;
  /** The price of the crowd, and from the time that it has come to on 0: nobody has moved yet. */
  U(t: number): Float64Array;
  readonly logDensity: ((t: number) => Float64Array) | null;
}

/** Of the largest density, where a linear system is solved by iteration. */
const TOLERANCE = 1e-10;

/** A density that is no number below it. */
const NOTHING = 1e-300;

/** Of the horizon: times closer than this are the same. */
const SAME_TIME = 1e-6;

/** At the time that the march has come to nobody knows yet where to go, unless it is the end. */
const movesAfter =
  ({ steps, horizon }: DescentProblem, taken: number): Descended["moves"] =>
  (t) =>
    taken === steps || t < (taken / steps - SAME_TIME) * horizon;

export function* descent(problem: DescentProblem): Generator<Descended, Descended> {
  const march = problem.diffusion > 0 ? spreading(problem) : following(problem);
  for (;;) {
    const found = march.next().value as Descended;
    if (found.taken === problem.steps) return found;
    yield found;
  }
}

/** The crowd as a density at every time step. */
function* spreading(problem: DescentProblem): Generator<Descended> {
  const { lattice, horizon, steps } = problem;
  const length = horizon / steps;
  const nobodyMoves = new Float64Array(lattice.n);
  const slices: Float64Array[] = [problem.logReference];
  let rates: Rates | null = null;
  for (let taken = 0; ; taken++) {
    const last = slices[taken]!;
    const at = (t: number): Float64Array => {
      const place = Math.min(Math.max(t / length, 0), taken);
      const k = Math.min(Math.floor(place), Math.max(taken - 1, 0));
      const [share, next] = [place - k, slices[Math.min(k + 1, taken)]!];
      return slices[k]!.map((log, i) => (1 - share) * log + share * next[i]!);
    };
    const moves = movesAfter(problem, taken);
    yield {
      ...{ problem, taken, moves },
      cost: problem.cost(taken * length, last).reduce((total, paid, i) => total + mass(lattice, last[i]!) * paid, 0),
      U: (t) => (moves(t) ? problem.price(t, at(t)) : nobodyMoves),
      logDensity: at,
    };
    rates = ratesAt(problem, (taken + 1) * length, rates);
    slices.push(stepped(problem, rates.chain, last, length));
  }
}

/** Who has no mass pays nothing, however much it would be. */
const mass = ({ cell }: Lattice, log: number): number => Math.exp(log) * cell;

function stepped({ lattice }: DescentProblem, chain: Chain, log: Float64Array, length: number): Float64Array {
  const density = log.map(Math.exp);
  const [wholly, halfway] = [forward(chain, 1 / length), forward(chain, 2 / length)];
  const after = (matrix: typeof wholly, from: Float64Array, by: number): Float64Array =>
    solveChain(
      matrix,
      from.map((value) => value / by),
      from.slice(),
      TOLERANCE,
    );
  const whole = after(wholly, density, length);
  const halves = after(halfway, after(halfway, density, length / 2), length / 2);
  return Float64Array.from(
    { length: lattice.n },
    (_, i) => 2 * Math.log(Math.max(halves[i]!, NOTHING)) - Math.log(Math.max(whole[i]!, NOTHING)),
  );
}

interface Rates {
  readonly potential: Float64Array;
  readonly chain: Chain;
}

/** Made anew only where V has changed. */
function ratesAt({ lattice, mobility, diffusion, potential }: DescentProblem, t: number, before: Rates | null): Rates {
  const V = potential(t);
  if (before?.potential.every((value, i) => value === V[i]) === true) return before;
  const chain = emptyChain(lattice);
  lattice.axes.forEach(({ nodes, step }, k) => {
    const stride = strideOf(lattice, k);
    for (let i = 0; i < lattice.n; i++) {
      if (Math.floor(i / stride) % nodes === nodes - 1) continue;
      const z = (mobility * (V[i + stride]! - V[i]!)) / diffusion;
      chain.up[k]![i] = (diffusion / step ** 2) * bernoulli(z);
      chain.down[k]![i + stride] = (diffusion / step ** 2) * bernoulli(-z);
    }
  });
  return { potential: V, chain };
}

/** z/(e^z − 1). */
const bernoulli = (z: number): number => (Math.abs(z) < 1e-8 ? 1 - z / 2 : z > 700 ? 0 : z / expm1Of(z));

/** The crowd as particles that go down V, by Runge and Kutta's method. */
function* following(problem: DescentProblem): Generator<Descended> {
  const { lattice, horizon, steps, mobility, potential } = problem;
  const d = lattice.dimension;
  const length = horizon / steps;
  const nobodyMoves = new Float64Array(lattice.n);
  let x = problem.particles;
  let V = potential(0);
  const paidBy = (field: Float64Array): number => {
    let total = 0;
    for (let i = 0; i < x.length; i += d) total += read(lattice, field, x, i).value;
    return total / (x.length / d);
  };
  const slope = (field: Float64Array, from: Float64Array, by: Float64Array | null, h: number): Float64Array => {
    const at = by === null ? from : from.map((value, q) => value + h * by[q]!);
    const out = new Float64Array(at.length);
    for (let i = 0; i < at.length; i += d) read(lattice, field, at, i).gradient.forEach((p, k) => (out[i + k] = -mobility * p));
    return out;
  };
  for (let taken = 0; ; taken++) {
    const here = V;
    const moves = movesAfter(problem, taken);
    yield {
      ...{ problem, taken, moves },
      cost: paidBy(here),
      U: (t) => (moves(t) ? potential(t) : nobodyMoves),
      logDensity: null,
    };
    const [middle, end] = [potential((taken + 0.5) * length), potential((taken + 1) * length)];
    const k1 = slope(here, x, null, 0);
    const k2 = slope(middle, x, k1, length / 2);
    const k3 = slope(middle, x, k2, length / 2);
    const k4 = slope(end, x, k3, length);
    x = x.map((value, q) => value + (length / 6) * (k1[q]! + 2 * k2[q]! + 2 * k3[q]! + k4[q]!));
    V = end;
  }
}
