/**
 * @file Mixtures of Gaussians on the line and in the plane, with full covariances: everything about them is known.
 *
 *     ρ(x)     = Σ w_k N(x; μ_k, C_k)              r_k = w_k N(x; μ_k, C_k) / ρ(x)
 *     ∇ log ρ  = Σ r_k g_k                         g_k = −C_k⁻¹ (x − μ_k)
 *     Δ log ρ  = Σ r_k (|g_k − ∇ log ρ|² − tr C_k⁻¹)
 *     α Y + std Z  ~  Σ w_k N(α μ_k, α² C_k + std² I)
 *
 * Sums of exponentials are taken relative to the largest, so nothing underflows far out; components below e⁻³⁸ of it are
 * less than rounding and are skipped. The line is the plane with a second coordinate that is always 0.
 */
import { expOf, logOf } from "../elementary.ts";
import { chooser, type Floats, type KnownDensity } from "./density.ts";
import { cholesky, determinant, diagonal, inverse, isPositiveDefinite, type Matrix } from "../matrices.ts";
import { sampler } from "./sampler.ts";

const LOG_TWO_PI = logOf(2 * Math.PI);
const NEGLIGIBLE = 38;

export interface GaussianMixture extends KnownDensity {
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly covariances: readonly Matrix[];
  /** Itself, if there is only one component. */
  readonly gaussian?: { readonly mean: readonly number[]; readonly covariance: Matrix };
  diffused(alpha: number, std: number): GaussianMixture;
}

export interface Components {
  /** Non-negative, not all 0; normalised here. Left out: all equal. */
  readonly weights?: readonly number[];
  /** [K, d]. */
  readonly means: readonly (readonly number[])[];
  /** [K, d, d]; one matrix serves all components. */
  readonly covariances: readonly Matrix[];
}

export function gaussianMixture(given: Components): GaussianMixture {
  const d = given.means[0]!.length as 1 | 2;
  const rawWeights = given.weights ?? given.means.map(() => 1);
  const kept = rawWeights.flatMap((weight, k) => (weight > 0 ? [k] : []));
  const total = kept.reduce((sum, k) => sum + rawWeights[k]!, 0);
  const weights = kept.map((k) => rawWeights[k]! / total);
  const means = kept.map((k) => given.means[k]!);
  const covariances = kept.map((k) => given.covariances[given.covariances.length === 1 ? 0 : k]!);
  if (covariances.some((covariance) => covariance.length !== d || !isPositiveDefinite(covariance))) {
    throw new Error("A covariance of the mixture is not positive definite.");
  }
  return mixtureOf(d, weights, means, covariances);
}

/** Weights that sum to 1, positive definite covariances: of a mixture under noise there is nothing to check. */
function mixtureOf(
  d: 1 | 2,
  weights: readonly number[],
  means: readonly (readonly number[])[],
  covariances: readonly Matrix[],
): GaussianMixture {
  const evaluate = mixtureFields(d, tableOf(d, weights, means, covariances));
  const { mean, covariance } = moments(d, weights, means, covariances);
  const choose = chooser(weights);
  let roots: readonly Matrix[] | undefined;

  return {
    dimension: d,
    weights,
    means,
    covariances,
    mean,
    covariance,
    gaussian: means.length === 1 ? { mean, covariance } : undefined,
    sample(random, n, x) {
      roots ??= covariances.map(cholesky);
      for (let i = 0; i < n; i++) {
        const k = choose(random);
        const root = roots[k]!;
        const first = random.normal();
        x[i * d] = means[k]![0]! + root[0]![0]! * first;
        if (d === 2) x[i * 2 + 1] = means[k]![1]! + root[1]![0]! * first + root[1]![1]! * random.normal();
      }
    },
    sampler: () => sampler({ noise: "normal", weights, locations: means, factors: covariances.map(cholesky) }),
    logDensity: (x, n, out) => evaluate(x, n, { logDensity: out }),
    score: (x, n, out) => evaluate(x, n, { score: out }),
    laplacianLogDensity: (x, n, out) => evaluate(x, n, { laplacian: out }),
    diffused(alpha, std) {
      const noise = std * std;
      const noised = (c: Matrix): Matrix => c.map((row, i) => row.map((value, j) => alpha * alpha * value + (i === j ? noise : 0)));
      const centres = means.map((mu) => mu.map((value) => alpha * value));
      return mixtureOf(d, weights, centres, covariances.map(noised));
    },
  };
}

/** Components of one isotropic width around given centres: a smooth curve when they follow one closely. */
export function isotropicMixture(means: readonly (readonly number[])[], sd: number, weights?: readonly number[]): GaussianMixture {
  const d = means[0]!.length;
  return gaussianMixture({ weights, means, covariances: [diagonal(d, sd * sd)] });
}

function moments(d: number, weights: readonly number[], means: readonly (readonly number[])[], covariances: readonly Matrix[]) {
  const axes = Array.from({ length: d }, (_, i) => i);
  const mean = axes.map((i) => weights.reduce((sum, w, k) => sum + w * means[k]![i]!, 0));
  const covariance = axes.map((i) =>
    axes.map((j) =>
      weights.reduce((sum, w, k) => sum + w * (covariances[k]![i]![j]! + (means[k]![i]! - mean[i]!) * (means[k]![j]! - mean[j]!)), 0),
    ),
  );
  return { mean, covariance };
}

export interface MixtureFields {
  readonly logDensity?: Floats;
  readonly score?: Floats;
  readonly laplacian?: Floats;
}

/** Rows of (μ₁, μ₂, P₁₁, P₁₂, P₂₂, log w − ½ log det 2πC), P = C⁻¹: one stream through memory. */
function tableOf(
  d: 1 | 2,
  weights: readonly number[],
  means: readonly (readonly number[])[],
  covariances: readonly Matrix[],
): Float64Array {
  const table = new Float64Array(6 * weights.length);
  covariances.forEach((c, k) => {
    const precision = inverse(c);
    const logNorm = logOf(weights[k]!) - 0.5 * (d * LOG_TWO_PI + logOf(determinant(c)));
    const row =
      d === 2
        ? [means[k]![0]!, means[k]![1]!, precision[0]![0]!, precision[0]![1]!, precision[1]![1]!]
        : [means[k]![0]!, 0, precision[0]![0]!, 0, 0];
    table.set([...row, logNorm], 6 * k);
  });
  return table;
}

/**
 * Fields at points [n, d] of the mixture of a table.
 * @param table a row of six for each component: μ₁, μ₂, P₁₁, P₁₂, P₂₂, log w − ½ log det 2πC, with P = C⁻¹; on the line μ₂, P₁₂, P₂₂ are 0
 */
export function mixtureFields(d: 1 | 2, table: Float64Array): (x: ArrayLike<number>, n: number, out: MixtureFields) => void {
  const K = table.length / 6;
  const logs = new Float64Array(K);

  return (x: ArrayLike<number>, n: number, out: MixtureFields): void => {
    for (let i = 0; i < n; i++) {
      const x1 = x[i * d]!;
      const x2 = d === 2 ? x[i * 2 + 1]! : 0;
      let largest = -Infinity;
      let leader = 0;
      for (let k = 0, o = 0; k < K; k++, o += 6) {
        const u = x1 - table[o]!;
        const v = x2 - table[o + 1]!;
        const log = table[o + 5]! - 0.5 * (table[o + 2]! * u * u + table[o + 4]! * v * v) - table[o + 3]! * u * v;
        logs[k] = log;
        if (log > largest) {
          largest = log;
          leader = k;
        }
      }
      // Scores relative to the leader's: where it alone matters the spread below is exactly 0.
      const l = 6 * leader;
      const leadU = x1 - table[l]!;
      const leadV = x2 - table[l + 1]!;
      const lead1 = -(table[l + 2]! * leadU + table[l + 3]! * leadV);
      const lead2 = -(table[l + 3]! * leadU + table[l + 4]! * leadV);
      let mass = 0;
      let sum1 = 0;
      let sum2 = 0;
      let spread = 0;
      let traces = 0;
      for (let k = 0, o = 0; k < K; k++, o += 6) {
        const gap = logs[k]! - largest;
        if (!(gap > -NEGLIGIBLE)) continue;
        const r = expOf(gap);
        const u = x1 - table[o]!;
        const v = x2 - table[o + 1]!;
        const g1 = -(table[o + 2]! * u + table[o + 3]! * v) - lead1;
        const g2 = -(table[o + 3]! * u + table[o + 4]! * v) - lead2;
        mass += r;
        sum1 += r * g1;
        sum2 += r * g2;
        spread += r * (g1 * g1 + g2 * g2);
        traces += r * (table[o + 2]! + table[o + 4]!);
      }
      sum1 /= mass;
      sum2 /= mass;
      if (out.logDensity) out.logDensity[i] = largest + logOf(mass);
      if (out.score) {
        out.score[i * d] = lead1 + sum1;
        if (d === 2) out.score[i * 2 + 1] = lead2 + sum2;
      }
      if (out.laplacian) out.laplacian[i] = (spread - traces) / mass - sum1 * sum1 - sum2 * sum2;
    }
  };
}
