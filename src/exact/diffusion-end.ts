/**
 * @file Where a diffusion's population ends and what it costs, as integrals over the reference (identities in diffusion.ts).
 *
 * The integrals are sums over a uniform grid: for smooth integrands that vanish at the ends they converge faster than any
 * power of the step. If α(T) is so small that the posterior is the data's law to the last digits, Tweedie's formula would
 * divide rounding errors by α², so the moments are the data's own.
 */
import type { Density } from "../catalogue/define.ts";
import type { Matrix } from "../math/matrices.ts";
import type { Noising } from "./problem.ts";

const NODES_ON_THE_LINE = 4001;
const NODES_PER_AXIS = 121;
const DEVIATIONS = 8;
/** Below this α/std the posterior depends on x by less than the formula loses to rounding. */
const FORGOTTEN = 2e-5;

interface Known {
  logDensity(x: ArrayLike<number>, n: number, out: Float64Array): void;
  score(x: ArrayLike<number>, n: number, out: Float64Array): void;
}

export function endMoments(
  reference: Density & Known,
  law: Pick<Density, "mean" | "covariance">,
  { noising: { alpha, std }, eta }: { readonly noising: Noising; readonly eta: Known },
  startValue: (x: Float64Array, n: number, U: Float64Array) => void,
): { mean: readonly number[]; covariance: Matrix; cost: number } {
  const d = reference.dimension;
  const { x, n, weights } = quadrature(reference);
  const value = new Float64Array(n);
  startValue(x, n, value);
  const cost = value.reduce((sum, u, i) => sum + weights[i]! * u, 0);
  if (alpha < FORGOTTEN * std) return { mean: law.mean, covariance: law.covariance, cost };

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
  return { mean, covariance, cost };
}

/** A grid over eight deviations of the reference, with weights ρ₀ that sum to 1. */
function quadrature(reference: Density & Known): { x: Float64Array; n: number; weights: Float64Array } {
  const d = reference.dimension;
  const perAxis = d === 1 ? NODES_ON_THE_LINE : NODES_PER_AXIS;
  const n = perAxis ** d;
  const x = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let j = 0, rest = i; j < d; j++, rest = Math.floor(rest / perAxis)) {
      const fraction = ((rest % perAxis) + 0.5) / perAxis;
      x[i * d + j] = reference.mean[j]! + DEVIATIONS * Math.sqrt(reference.covariance[j]![j]!) * (2 * fraction - 1);
    }
  }
  const weights = new Float64Array(n);
  reference.logDensity(x, n, weights);
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i] = Math.exp(weights[i]!);
  for (let i = 0; i < n; i++) weights[i] = weights[i]! / total;
  return { x, n, weights };
}
