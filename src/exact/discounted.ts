/**
 * @file A deterministic game with a discount is one without, read on a clock that runs ever faster.
 *
 *     minimise  ∫₀ᵀ e^(−κt) (w/2) E|Ẋ|² dt + e^(−κT) λ ℳ,         θ(t) = (e^(κt) − 1)/(e^(κT) − 1),   w₁ = w κ/(1 − e^(−κT))
 *         =  e^(−κT) [ ∫₀¹ (w₁/2) E|dX/dθ|² dθ + λ ℳ ]             because  e^(−κt) θ′ = e^(−κT) w₁/w  is constant
 *
 * So paths are the straight ones of the game with weight w₁ and horizon 1, and every speed grows like e^(κt). Its value function
 * V (θ in [0, 1]) gives the discounted one, in current value:
 *
 *     U(x, t) = e^(κ(t − T)) V(x, θ(t)),      ∂ₜU = κU + e^(κ(t − T)) θ′ ∂_θV,      U(·, T) = V(·, 1) = δℳ/δρ
 *     −∂ₜU + κU + |∇U|²/(2w) = 0              because  w θ′ = w₁ e^(κ(t − T))
 *     ½ E∫|Ẋ|² dt = (κ/2) coth(κT/2) · ½ E|X_T − X₀|²
 *
 * On the line: m′ = c e^(κt) with w c e^(κT) = −λ(m_T − m₁)/s₁², and s′ = b e^(κt) with w b e^(κT) = λ(1/s_T − s_T/s₁²).
 *
 * For the pulled-back likelihood the same holds, with the condition at its own end: U(x, 0) = −e^(−κT) λ (log(ρ̃/ρ₀) + 1).
 */
import type { GaussianGame } from "./gaussian-flows.ts";
import { type FlowForm, type ValueFields, pointwiseValue } from "./problem.ts";

/** @param flow the closed form of the same game without a discount */
export function discountedFlow(flow: (game: GaussianGame) => FlowForm, game: GaussianGame, discount: number): FlowForm {
  const { horizon } = game;
  const lost = -Math.expm1(-discount * horizon); // 1 − e^(−κT)
  const still = flow({ ...game, horizon: 1, kinetic: (game.kinetic * discount) / lost });
  const d = still.dimension;
  /** e^(κ(t − T)). */
  const growth = (t: number): number => Math.exp(discount * (t - horizon));
  // By e^(−κ…) alone: e^(κT) may be beyond all numbers.
  const clock = (t: number): number => (growth(t) * -Math.expm1(-discount * t)) / lost;
  const pace = (t: number): number => (discount * growth(t)) / lost;

  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    const U = out.U ?? (out.dt ? new Float64Array(n) : undefined);
    still.values(x, n, clock(t), { ...out, ...(U === undefined ? {} : { U }) });
    const factor = growth(t);
    for (let j = 0; j < n * d; j++) if (out.gradient) out.gradient[j] = factor * out.gradient[j]!;
    for (let i = 0; i < n; i++) {
      if (U) U[i] = factor * U[i]!;
      if (out.laplacian) out.laplacian[i] = factor * out.laplacian[i]!;
      if (out.dt && U) out.dt[i] = discount * U[i]! + factor * pace(t) * out.dt[i]!;
    }
  };

  return {
    ...still,
    about: `${still.about} With the discount they set out slowly and speed up like e^(κt).`,
    section: "Discount",
    cost: Math.exp(-discount * horizon) * still.cost,
    energy: still.energy === null ? null : (still.energy * discount) / (2 * Math.tanh((discount * horizon) / 2)),
    value: pointwiseValue(d, values),
    values,
    velocity(x, n, t, out) {
      still.velocity(x, n, clock(t), out);
      for (let j = 0; j < n * d; j++) out[j] = pace(t) * out[j]!;
    },
    trajectories(x0, n, times, out) {
      still.trajectories(
        x0,
        n,
        Float64Array.from(times, (t) => clock(t)),
        out,
      );
    },
  };
}
