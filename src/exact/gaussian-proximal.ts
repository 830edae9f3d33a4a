/**
 * @file The Wasserstein proximal step of a Kullback-Leibler divergence between Gaussians: where it ends.
 *
 *     minimise  λ KL(N(m, S)‖N(m₁, S₁)) + W₂²(N(m₀, S₀), N(m, S))/(2T)
 *     m  = (I + κ S₁⁻¹)⁻¹ (m₀ + κ S₁⁻¹ m₁),   κ = Tλ
 *     S  = B S₀ B,   B = argmin over symmetric B > 0 of
 *     f(B) = λ [½ tr(S₁⁻¹ B S₀ B) − log det B] + tr((B − I) S₀ (B − I))/(2T)
 *
 * f is strictly convex (a quadratic minus log det), so damped Newton in the d(d+1)/2 entries of B finds its only minimiser for
 * every λ. Its stationarity, sym(G B S₀) = 0 with G = λ(S₁⁻¹ − S⁻¹) + (I − B⁻¹)/T, is G = 0 because B S₀ has positive
 * eigenvalues: the condition of docs/mathematics.md, OT-flow with reverse KL, whose fixed-point iteration diverges for large λ.
 */
import type { Gaussian } from "../math/laws/gaussian.ts";
import { transportMap } from "../math/laws/gaussian.ts";
import {
  apply,
  combination,
  determinant,
  identity,
  inverse,
  isPositiveDefinite,
  type Matrix,
  product,
  scaled,
  symmetrised,
  trace,
  solveLinear,
} from "../math/matrices.ts";

export interface Proximal {
  readonly end: Gaussian;
  /** B: the end's covariance is B S₀ B. */
  readonly map: Matrix;
}

export function gaussianProximal(from: Gaussian, target: Gaussian, weight: number, horizon: number): Proximal {
  const precision = inverse(target.covariance);
  const kappa = weight * horizon;
  const d = from.mean.length;
  const pulled = apply(scaled(kappa, precision), target.mean);
  const mean = apply(
    inverse(combination(1, identity(d), kappa, precision)),
    from.mean.map((value, i) => value + pulled[i]!),
  );
  const map = convexMinimiser(from.covariance, target.covariance, precision, weight, horizon);
  return { end: { mean, covariance: symmetrised(product(map, product(from.covariance, map))) }, map };
}

const BASES: Readonly<Record<number, readonly Matrix[]>> = {
  1: [[[1]]],
  2: [
    [
      [1, 0],
      [0, 0],
    ],
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, 0],
      [0, 1],
    ],
  ],
};

function convexMinimiser(start: Matrix, target: Matrix, precision: Matrix, weight: number, horizon: number): Matrix {
  const basis = BASES[start.length]!;
  const unit = identity(start.length);
  const f = (b: Matrix): number => {
    if (!isPositiveDefinite(b)) return Infinity;
    const away = combination(1, b, -1, unit);
    const fit = 0.5 * trace(product(precision, product(b, product(start, b)))) - Math.log(determinant(b));
    return weight * fit + trace(product(away, product(start, away))) / (2 * horizon);
  };
  const ends = [unit, transportMap(start, target)];
  let b = f(ends[0]!) < f(ends[1]!) ? ends[0]! : ends[1]!;
  let polished = 0;
  for (let iteration = 0; iteration < 200 && polished < 3; iteration++) {
    const back = inverse(b);
    const away = combination(1, b, -1, unit);
    const gradient = basis.map(
      (e) =>
        weight * (trace(product(product(precision, e), product(start, b))) - trace(product(back, e))) +
        trace(product(e, product(start, away))) / horizon,
    );
    const hessian = basis.map((e) =>
      basis.map((g) => {
        const quadratic =
          trace(product(product(precision, e), product(start, g))) + trace(product(product(precision, g), product(start, e)));
        const barrier = trace(product(product(back, e), product(back, g)));
        return weight * (0.5 * quadratic + barrier) + trace(product(e, product(start, g))) / horizon;
      }),
    );
    const step = solveLinear(hessian, gradient);
    const decrement = step.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
    const moved = (size: number): Matrix => step.reduce<Matrix>((sum, value, i) => combination(1, sum, -size * value, basis[i]!), b);
    // Close by, full Newton steps double the digits; differences of f are already lost in rounding there.
    if (decrement < 1e-9 * weight) {
      polished++;
      b = moved(1);
      continue;
    }
    let size = 1;
    while (size > 1e-12 && !(f(moved(size)) <= f(b) - 0.25 * size * decrement)) size /= 2;
    b = moved(size);
  }
  return b;
}
