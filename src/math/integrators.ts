/**
 * @file Integrators: explicit Runge-Kutta tableaux, each with the order it declares (a test measures it).
 *
 *     k_i = b(x + h Σ_{j<i} a_ij k_j, t + c_i h),    x⁺ = x + h Σ_i w_i k_i
 *
 * Euler-Maruyama is Euler plus σ(t)√h ξ. Our noise never depends on x, so Itô and Stratonovich agree and its strong order is
 * 1 instead of ½.
 */

export interface Tableau {
  readonly id: string;
  readonly order: number;
  /** a[i][j], j < i. */
  readonly a: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly c: readonly number[];
}

/** @internal */
export const EULER: Tableau = { id: "euler", order: 1, a: [[]], weights: [1], c: [0] };

/** @internal */
export const MIDPOINT: Tableau = { id: "midpoint", order: 2, a: [[], [0.5]], weights: [0, 1], c: [0, 0.5] };

/** Heun's trapezoidal rule: reads both ends of the step, which suits noise levels that change by orders of magnitude. */
export const HEUN: Tableau = { id: "heun", order: 2, a: [[], [1]], weights: [0.5, 0.5], c: [0, 1] };

export const RK4: Tableau = {
  id: "rk4",
  order: 4,
  a: [[], [0.5], [0, 0.5], [0, 0, 1]],
  weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
  c: [0, 0.5, 0.5, 1],
};

export type IntegratorId = "euler" | "midpoint" | "rk4" | "euler-maruyama";

export function tableauOf(id: IntegratorId): Tableau {
  switch (id) {
    case "euler":
    case "euler-maruyama":
      return EULER;
    case "midpoint":
      return MIDPOINT;
    case "rk4":
      return RK4;
    default:
      return id satisfies never;
  }
}

/** K + 1 equally spaced times from `from` to `to`. */
export function uniformTimes(from: number, to: number, steps: number): Float64Array {
  // The end is the end: a rounding beyond it would be a time before the noise has begun.
  return Float64Array.from({ length: steps + 1 }, (_, k) => (k === steps ? to : from + ((to - from) * k) / steps));
}
