/**
 * @file Gaussian laws as a mean and a covariance: optimal transport and Kullback-Leibler divergence between them.
 *
 *     A      = S₀^(−½) (S₀^½ S₁ S₀^½)^½ S₀^(−½)                          the optimal map from N(0, S₀) to N(0, S₁)
 *     M      = (S₀ # S₁) S₀⁻¹ = S₀^½ (S₀^(−½) S₁ S₀^(−½))^½ S₀^(−½)      where rectified flow sends N(0, S₀): A only if S₀ S₁ = S₁ S₀
 *     W₂²    = |m₁ − m₀|² + tr(S₀ + S₁ − 2 (S₀^½ S₁ S₀^½)^½)
 *     KL     = ½ [tr(S₁⁻¹ S₀) + (m₁ − m₀)ᵀ S₁⁻¹ (m₁ − m₀) − d + log(|S₁|/|S₀|)]
 */
import { logOf } from "../elementary.ts";
import {
  apply,
  combination,
  determinant,
  dotNumbers,
  identity,
  inverse,
  type Matrix,
  product,
  symmetricRoot,
  symmetrised,
  trace,
} from "../matrices.ts";

export interface Gaussian {
  readonly mean: readonly number[];
  readonly covariance: Matrix;
}

const LOG_TWO_PI = logOf(2 * Math.PI);

export function vectorDifference(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value - b[i]!);
}

export function logGaussian(x: readonly number[], { mean, covariance }: Gaussian): number {
  const away = vectorDifference(x, mean);
  return -0.5 * (mean.length * LOG_TWO_PI + logOf(determinant(covariance)) + dotNumbers(away, apply(inverse(covariance), away)));
}

/** Symmetric positive definite, A S₀ A = S₁. */
export function transportMap(from: Matrix, to: Matrix): Matrix {
  const root = symmetricRoot(from);
  const back = inverse(root);
  return symmetrised(product(back, product(symmetricRoot(symmetrised(product(root, product(to, root)))), back)));
}

/**
 * M S₀ Mᵀ = S₁: where the mean velocity of lines whose ends were drawn apart carries N(0, S₀). S₀ # S₁, the geometric mean, is the
 * transport map from N(0, S₀⁻¹) to N(0, S₁).
 */
export function rectifiedMap(from: Matrix, to: Matrix): Matrix {
  const back = inverse(from);
  return product(transportMap(back, to), back);
}

/** W₂² between Gaussians, written as |m₁ − m₀|² + tr((A − I) S₀ (A − I)): no difference of nearly equal traces. */
export function squaredDistance(from: Gaussian, to: Gaussian): number {
  const away = vectorDifference(to.mean, from.mean);
  const stretch = combination(1, transportMap(from.covariance, to.covariance), -1, identity(away.length));
  return dotNumbers(away, away) + trace(product(stretch, product(from.covariance, stretch)));
}

/** KL(p‖q). */
export function gaussianDivergence(p: Gaussian, q: Gaussian): number {
  const precision = inverse(q.covariance);
  const away = vectorDifference(q.mean, p.mean);
  const logs = logOf(determinant(q.covariance)) - logOf(determinant(p.covariance));
  return 0.5 * (trace(product(precision, p.covariance)) + dotNumbers(away, apply(precision, away)) - away.length + logs);
}
