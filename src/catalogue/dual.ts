/**
 * @file A divergence as the best score that a test function can reach; a critic network is trained to reach it.
 *
 *     D(ρ, π) = sup_φ  E_ρ φ − A_π φ        over φ with excess(∇φ) ≤ 0,       A = E or log E e^·
 *
 * The φ that attains it is the witness: δD/δρ.
 */
import type { Expr, Vec } from "../math/expressions/expression.ts";

export interface Dual<P = void> {
  readonly average: "mean" | "log-mean-exp";
  excess(slope: Vec, p: P): Expr;
}
