/**
 * @file A law of kernels around centres, each with a precision of its own, and the same law under noise.
 *
 *     η(x, 0) = 1/N Σ N(x; z_k, Γ_k⁻¹),     Γ = A Aᵀ,  A lower triangular
 *     η(x, s) = 1/N Σ N(x; α z_k, α² Γ_k⁻¹ + std² I)
 */
import { expOf, logOf } from "../../../math/elementary.ts";

export interface Kernels {
  readonly dimension: 1 | 2;
  /** z, [N, d]. */
  readonly centres: Float64Array;
  /** A, [N, factorCount]. */
  readonly factors: Float64Array;
}

/** Numbers of a kernel: log A₁₁ on the line; log A₁₁, A₂₁, log A₂₂ in the plane. */
export const factorCount = (d: 1 | 2): 1 | 3 => (d === 1 ? 1 : 3);

/** (A₁₁, A₂₁, A₂₂) of kernel k; on the line the last two are 0. */
export function localFactor({ dimension, factors }: Kernels, k: number): readonly [number, number, number] {
  return dimension === 1 ? [expOf(factors[k]!), 0, 0] : [expOf(factors[3 * k]!), factors[3 * k + 1]!, expOf(factors[3 * k + 2]!)];
}

const LOG_TWO_PI = logOf(2 * Math.PI);

/** Under noise, as a table of `mixtureFields`. */
export function noisedTable(kernels: Kernels, alpha: number, std: number): Float64Array {
  const { dimension: d, centres } = kernels;
  const N = centres.length / d;
  const table = new Float64Array(6 * N);
  const [scale, noise] = [alpha * alpha, std * std];
  for (let k = 0; k < N; k++) {
    const [a, b, c] = localFactor(kernels, k);
    if (d === 1) {
      const variance = scale / (a * a) + noise;
      table.set([alpha * centres[k]!, 0, 1 / variance, 0, 0, -0.5 * (LOG_TWO_PI + logOf(variance)) - logOf(N)], 6 * k);
      continue;
    }
    // Γ⁻¹ = adj(Γ)/det Γ.
    const det = (a * c) ** 2;
    const [c11, c12, c22] = [(scale * (b * b + c * c)) / det + noise, (-scale * a * b) / det, (scale * a * a) / det + noise];
    const volume = c11 * c22 - c12 * c12;
    const logNorm = -LOG_TWO_PI - 0.5 * logOf(volume) - logOf(N);
    table.set([alpha * centres[2 * k]!, alpha * centres[2 * k + 1]!, c22 / volume, -c12 / volume, c11 / volume, logNorm], 6 * k);
  }
  return table;
}
