/**
 * @file Implicit score matching at the end alone, for a mixture of kernels around training points, and its slope in their precisions.
 *
 *     η(x) = 1/N Σ N(x; z_k, Γ_k⁻¹),    Γ = A Aᵀ,  A lower triangular,    r_k ∝ √det Γ_k e^(−½|A_kᵀ(x − z_k)|²)
 *     J(x) = |∇log η|² + 2Δlog η = 2 Σ r_k q_k − |s|²,      q_k = |g_k|² − tr Γ_k,   g_k = −Γ_k(x − z_k),   s = Σ r_k g_k
 *     dJ   = Σ r_k [2 dq_k − 2 s·dg_k + (a_k − Σ r_l a_l) d log(…)_k],                                    a_k = 2q_k − 2 s·g_k
 *     ∂J/∂Γ_k = r_k [−4 sym(g δᵀ) − 2I + 2 sym(s δᵀ) + ½(a_k − ā)(Γ_k⁻¹ − δδᵀ)],   δ = x − z_k,      ∂/∂A = 2 (∂/∂Γ) A
 *
 * A point is left out of its own kernel's mixture: at its own centre a kernel gains without end by getting narrower, and the best mixture would
 * be the training set itself. (docs/mathematics.md, Kernel model)
 */
import { expOf } from "../../../math/elementary.ts";
import { localFactor, type Kernels } from "./kernels.ts";

/** Kernels of which e⁻³⁸ or less is left, beside the largest, are less than rounding. */
const NEGLIGIBLE = 38;

/**
 * The mean of J over rows of x, [n, d].
 * @param own of each row: its kernel, which does not count; −1 for a row that is no centre
 * @param slope [N, factorCount] of the mean, overwritten
 */
export function implicitLoss(kernels: Kernels, x: Float64Array, own: Int32Array, slope: Float64Array): number {
  const { dimension: d, centres } = kernels;
  const N = centres.length / d;
  const table = tableOf(kernels);
  const r = new Float64Array(N);
  // ∂J/∂Γ summed over the rows: Γ₁₁, Γ₁₂, Γ₂₂.
  const ofPrecision = new Float64Array(3 * N);
  let total = 0;
  for (let i = 0; i < own.length; i++) {
    const [x1, x2] = [x[i * d]!, d === 2 ? x[i * d + 1]! : 0];
    responsibilities(table, x1, x2, own[i]!, r);
    total += atPoint(table, x1, x2, r, d, ofPrecision);
  }
  const n = own.length;
  for (let k = 0; k < N; k++) {
    const [a, b, c] = localFactor(kernels, k);
    const [g11, g12, g22] = [ofPrecision[3 * k]! / n, ofPrecision[3 * k + 1]! / n, ofPrecision[3 * k + 2]! / n];
    if (d === 1) slope[k] = 2 * g11 * a * a;
    else slope.set([2 * (g11 * a + g12 * b) * a, 2 * (g12 * a + g22 * b), 2 * g22 * c * c], 3 * k);
  }
  return total / n;
}

/** Rows of (z₁, z₂, Γ₁₁, Γ₁₂, Γ₂₂, ½ log det Γ). */
function tableOf(kernels: Kernels): Float64Array {
  const { dimension: d, centres, factors } = kernels;
  const N = centres.length / d;
  const table = new Float64Array(6 * N);
  for (let k = 0; k < N; k++) {
    const [a, b, c] = localFactor(kernels, k);
    const half = d === 1 ? factors[k]! : factors[3 * k]! + factors[3 * k + 2]!;
    table.set([centres[k * d]!, d === 2 ? centres[k * d + 1]! : 0, a * a, a * b, b * b + c * c, half], 6 * k);
  }
  return table;
}

/** r, [N]. */
function responsibilities(table: Float64Array, x1: number, x2: number, own: number, r: Float64Array): void {
  let largest = -Infinity;
  for (let k = 0, o = 0; k < r.length; k++, o += 6) {
    const [u, v] = [x1 - table[o]!, x2 - table[o + 1]!];
    const log = k === own ? -Infinity : table[o + 5]! - 0.5 * (table[o + 2]! * u * u + table[o + 4]! * v * v) - table[o + 3]! * u * v;
    r[k] = log;
    if (log > largest) largest = log;
  }
  let mass = 0;
  for (let k = 0; k < r.length; k++) mass += r[k] = r[k]! - largest > -NEGLIGIBLE ? expOf(r[k]! - largest) : 0;
  for (let k = 0; k < r.length; k++) r[k]! /= mass;
}

/** J at a point; its slope is added to `ofPrecision`. */
function atPoint(table: Float64Array, x1: number, x2: number, r: Float64Array, d: 1 | 2, ofPrecision: Float64Array): number {
  let [s1, s2, curved] = [0, 0, 0];
  for (let k = 0, o = 0; k < r.length; k++, o += 6) {
    if (r[k] === 0) continue;
    const [u, v, p11, p12, p22] = [x1 - table[o]!, x2 - table[o + 1]!, table[o + 2]!, table[o + 3]!, table[o + 4]!];
    const [g1, g2] = [-(p11 * u + p12 * v), -(p12 * u + p22 * v)];
    s1 += r[k]! * g1;
    s2 += r[k]! * g2;
    curved += r[k]! * (g1 * g1 + g2 * g2 - p11 - p22);
  }
  const square = s1 * s1 + s2 * s2;
  // Σ r a.
  const mean = 2 * curved - 2 * square;
  for (let k = 0, o = 0; k < r.length; k++, o += 6) {
    if (r[k] === 0) continue;
    const [u, v, p11, p12, p22] = [x1 - table[o]!, x2 - table[o + 1]!, table[o + 2]!, table[o + 3]!, table[o + 4]!];
    const [g1, g2] = [-(p11 * u + p12 * v), -(p12 * u + p22 * v)];
    const a = 2 * (g1 * g1 + g2 * g2 - p11 - p22) - 2 * (s1 * g1 + s2 * g2);
    const half = 0.5 * (a - mean);
    const det = d === 1 ? p11 : p11 * p22 - p12 * p12;
    ofPrecision[3 * k]! += r[k]! * (-4 * g1 * u - 2 + 2 * s1 * u + half * ((d === 1 ? 1 : p22) / det - u * u));
    if (d === 1) continue;
    ofPrecision[3 * k + 1]! += r[k]! * (-2 * (g1 * v + g2 * u) + s1 * v + s2 * u + half * (-p12 / det - u * v));
    ofPrecision[3 * k + 2]! += r[k]! * (-4 * g2 * v - 2 + 2 * s2 * v + half * (p11 / det - v * v));
  }
  return 2 * curved - square;
}
