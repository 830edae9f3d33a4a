/**
 * @file Whether a way costs more the further it strays (Jacobi's condition):
 *
 *     ∫₀ᵀ e^(−κt) (w y′² + K y²) dt + e^(−κT) K_T y(T)² > 0        for every y ≠ 0 with y(0) = 0
 *
 * if and only if y″ = κy′ + (K/w)y, y(0) = 0 has no zero in (0, T] and w y′(T) + K_T y(T) > 0 there: y′/y = κ/2 + √D coth √D T with
 * D = κ²/4 + K/w, or with the cotangent.
 */
import { cosOf, sinOf, tanhOf } from "./elementary.ts";

export interface Ways {
  readonly horizon: number;
  /** κ. */
  readonly discount: number;
  /** w. */
  readonly kinetic: number;
}

/** @param along  K; @param atEnd  K_T */
export function staysNear({ horizon, discount, kinetic }: Ways, along: number, atEnd: number): boolean {
  const D = 0.25 * discount * discount + along / kinetic;
  const root = Math.sqrt(Math.abs(D));
  if (D < 0 && root * horizon >= Math.PI) return false;
  const turn = root * horizon;
  const growth = root === 0 ? 1 / horizon : root / (D < 0 ? sinOf(turn) / cosOf(turn) : tanhOf(turn));
  return kinetic * (0.5 * discount + growth) + atEnd > 0;
}
