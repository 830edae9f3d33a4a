/**
 * @file Where a diffusion's population is, at the end or on the way, and what it costs, as integrals over the reference (identities in
 * diffusion.ts).
 *
 * The integrals are sums over a uniform grid: for smooth integrands that vanish at the ends they converge faster than any power
 * of the step, once it is as fine as the posterior's switches between modes. So it is halved until nothing changes any more, and
 * where that takes more points than there are it is said. If α(T) is so small that the posterior is the data's law to the last digits, Tweedie's formula would
 * divide rounding errors by α², so the moments are the data's own.
 *
 * On the way, X_t given X₀ = x has the law of Y_s given Y_T = x: the same with η(·, s) for the data, and the noise from s to T. On the line the
 * third moment too: the posterior is an exponential family in x, its cumulants are derivatives of log η,
 *
 *     κ₂ = (std²/α²)(1 + std² ∂²log η),    κ₃ = (std⁶/α³) ∂³log η,    E_ρ₀ ∂³log η = −E_ρ₀[∂log ρ₀ ∂²log η]
 */
import type { Density } from "../catalogue/define.ts";
import type { Moments, Noising } from "./problem.ts";

/** Points on each axis at first, and how often they may be doubled. */
const COARSEST = { line: 501, plane: 51 } as const;
const DOUBLINGS = { line: 7, plane: 4 } as const;
/** What a doubling may still change, relative to the size of what it changes, after one that changed ten times as much at most. */
const SETTLED = 1e-3;
/** Points of less weight than this, relative to the largest, are left out: below rounding even where y is long. */
const WEIGHTLESS = 1e-19;
const DEVIATIONS = 8;
/** Below this α/std the posterior depends on x by less than the formula loses to rounding. */
const FORGOTTEN = 2e-5;

interface Known {
  logDensity(x: ArrayLike<number>, n: number, out: Float64Array): void;
  score(x: ArrayLike<number>, n: number, out: Float64Array): void;
}

/** A law that particles may start from. */
export type StartingLaw = Density & Known;

/** η at the start, with the noise between there and where the population is looked at. */
type Start = { readonly noising: Pick<Noising, "alpha" | "std">; readonly eta: Known & Required<Pick<Density, "laplacianLogDensity">> };

export interface PopulationMoments extends Moments {
  readonly cost: number;
  /** By how much the last doubling still changed them, relatively, where that is too much; null if they are settled. */
  readonly unsettled: number | null;
}

type Found = Omit<PopulationMoments, "unsettled">;

/**
 * @param law what is left of the noise where the population is looked at
 * @param startValue U(·, 0), whose mean is the cost; without it the cost is 0
 */
export function populationMoments(
  reference: StartingLaw,
  law: Density & Pick<Known, "logDensity">,
  start: Start,
  startValue: (x: Float64Array, n: number, U: Float64Array) => void = () => undefined,
): PopulationMoments {
  const room = reference.dimension === 1 ? "line" : "plane";
  const at = (doublings: number): Found =>
    momentsOn(COARSEST[room] * 2 ** doublings, (0.5 + 0.382 * doublings) % 1, reference, law, start, startValue);
  let last = at(0);
  let change = Infinity;
  for (let doublings = 1; doublings <= DOUBLINGS[room]; doublings++) {
    const next = at(doublings);
    const before = change;
    change = changeBetween(last, next);
    last = next;
    if (change < SETTLED && before < 10 * SETTLED) return { ...last, unsettled: null };
  }
  return { ...last, unsettled: change };
}

/** The largest change, in units of the population's own size; of the cost, of itself or 1. */
function changeBetween(a: Found, b: Found): number {
  const size = b.mean.reduce((sum, m, i) => sum + m * m + b.covariance[i]![i]!, 0);
  const means = b.mean.map((m, i) => Math.abs(m - a.mean[i]!) / Math.sqrt(size));
  const covariances = b.covariance.flatMap((row, i) => row.map((value, j) => Math.abs(value - a.covariance[i]![j]!) / size));
  return Math.max(...means, ...covariances, Math.abs(b.cost - a.cost) / (1 + Math.abs(b.cost)));
}

function momentsOn(
  perAxis: number,
  offset: number,
  reference: StartingLaw,
  law: Density & Pick<Known, "logDensity">,
  { noising: { alpha, std }, eta }: Start,
  startValue: (x: Float64Array, n: number, U: Float64Array) => void,
): Found {
  const d = reference.dimension;
  const { x, n, weights } = quadrature(reference, perAxis, offset);
  const value = new Float64Array(n);
  startValue(x, n, value);
  const cost = value.reduce((sum, u, i) => sum + weights[i]! * u, 0);
  if (alpha < FORGOTTEN * std) return { mean: law.mean, covariance: law.covariance, skew: d === 1 ? skewOf(law, perAxis) : null, cost };

  const [start, end] = [new Float64Array(n * d), new Float64Array(n * d)];
  reference.score(x, n, start);
  eta.score(x, n, end);
  const variance = std * std;
  const y = x.map((at, j) => (at + variance * end[j]!) / alpha);
  const axes = Array.from({ length: d }, (_, i) => i);
  const average = (f: (i: number) => number): number => weights.reduce((sum, weight, i) => sum + weight * f(i), 0);
  const mean = axes.map((a) => average((i) => y[i * d + a]!));
  const cross = axes.map((a) => axes.map((b) => average((i) => start[i * d + a]! * end[i * d + b]!)));
  const covariance = axes.map((a) =>
    axes.map((b) => {
      const spread = average((i) => (y[i * d + a]! - mean[a]!) * (y[i * d + b]! - mean[b]!));
      const within = (a === b ? 1 : 0) - (variance * (cross[a]![b]! + cross[b]![a]!)) / 2;
      return spread + (variance / (alpha * alpha)) * within;
    }),
  );
  const skew = (): number => {
    const bend = new Float64Array(n);
    eta.laplacianLogDensity(x, n, bend);
    const within = average((i) => (y[i]! - mean[0]!) * (1 + variance * bend[i]!)) * (variance / (alpha * alpha));
    const own = -average((i) => start[i]! * bend[i]!) * (variance / alpha) ** 3;
    return (average((i) => (y[i]! - mean[0]!) ** 3) + 3 * within + own) / covariance[0]![0]! ** 1.5;
  };
  return { mean, covariance, skew: d === 1 ? skew() : null, cost };
}

/** Of a law on the line, summed over eight of its deviations. */
function skewOf(law: Density & Pick<Known, "logDensity">, points: number): number {
  const { x, n, weights } = quadrature(law, points, 0.5);
  const average = (f: (at: number) => number): number => weights.reduce((sum, weight, i) => sum + weight * f(x[i]!), 0);
  const mean = average((at) => at);
  return n === 0 ? 0 : average((at) => (at - mean) ** 3) / average((at) => (at - mean) ** 2) ** 1.5;
}

/**
 * A grid over eight deviations of the reference, with weights ρ₀ that sum to 1. Its points stand `offset` of a cell from the cell's
 * edge, another one each time: else a switch in the data could fall between the same points again and again, and seem settled.
 */
function quadrature(
  reference: Density & Pick<Known, "logDensity">,
  perAxis: number,
  offset: number,
): { x: Float64Array; n: number; weights: Float64Array } {
  const d = reference.dimension;
  const all = perAxis ** d;
  const grid = new Float64Array(all * d);
  for (let i = 0; i < all; i++) {
    for (let j = 0, rest = i; j < d; j++, rest = Math.floor(rest / perAxis)) {
      const fraction = ((rest % perAxis) + offset) / perAxis;
      grid[i * d + j] = reference.mean[j]! + DEVIATIONS * Math.sqrt(reference.covariance[j]![j]!) * (2 * fraction - 1);
    }
  }
  const logs = new Float64Array(all);
  reference.logDensity(grid, all, logs);
  const highest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  const [x, weights] = [new Float64Array(all * d), new Float64Array(all)];
  let [n, total] = [0, 0];
  for (let i = 0; i < all; i++) {
    const weight = Math.exp(logs[i]! - highest);
    if (weight < WEIGHTLESS) continue;
    for (let j = 0; j < d; j++) x[n * d + j] = grid[i * d + j]!;
    total += weights[n++] = weight;
  }
  return { x: x.slice(0, n * d), n, weights: weights.slice(0, n).map((weight) => weight / total) };
}
