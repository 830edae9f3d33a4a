/**
 * @file Deterministic games between Gaussians of one covariance whose running cost depends on the speed alone: everybody moves by
 * the same d.
 *
 *     L(a) = ℓ(|a|),   ρ₀ = N(m₀, S),   π = N(m₁, S),   reverse KL with weight λ at the end
 *     ρ_T = N(m₀ + d, S),   U(x, t) = p·x + b − H(p)(T − t),   H(p) = −p·d/T − ℓ(|d|/T)
 *     p = λ S⁻¹ (m₀ + d − m₁) = −ℓ'(|d|/T) d/|d|
 *
 * δKL/δρ of two Gaussians of one covariance is linear in x, so U is at T and stays so, and a* = −∂H(p) = d/T is the same for all.
 * KL and the transport cost are convex in ρ_T: what solves the equations is the only optimum. With n = |d| and μ(n) = ℓ'(n/T)/n the
 * last line is (μ I + λS⁻¹) d = λS⁻¹(m₁ − m₀), one equation for n whose two sides cross once.
 */
import type { SpeedCost } from "../catalogue/speed-cost.ts";
import { gaussianMixture } from "../math/laws/gaussian-mixture.ts";
import { type Gaussian, gaussianDivergence, logGaussian, vectorDifference } from "../math/laws/gaussian.ts";
import { apply, combination, dotNumbers, identity, inverse, scaled } from "../math/matrices.ts";
import { type FlowForm, type ValueFields, pointwiseValue } from "./problem.ts";

interface TranslationGame {
  readonly reference: Gaussian;
  /** Of the reference's covariance. */
  readonly data: Gaussian;
  readonly horizon: number;
  /** λ of the terminal cost. */
  readonly terminal: number;
  readonly cost: SpeedCost;
}

const length = (v: readonly number[]): number => Math.hypot(...v);

/** How far the population goes. */
function displacement({ reference, data, horizon, terminal, cost }: TranslationGame): number[] {
  const gap = vectorDifference(data.mean, reference.mean);
  if (length(gap) === 0) return gap;
  const pull = scaled(terminal, inverse(data.covariance));
  const force = apply(pull, gap);
  const held = (n: number): number[] => apply(inverse(combination(cost.slope(n / horizon) / n, identity(gap.length), 1, pull)), force);
  let [low, high] = [0, Math.min(length(gap), cost.limit * horizon)];
  for (let k = 0; k < 200; k++) {
    const n = 0.5 * (low + high);
    if (n === low || n === high) break;
    if (length(held(n)) > n) low = n;
    else high = n;
  }
  return held(low === 0 ? high : low);
}

export function translationFlow(game: TranslationGame): FlowForm {
  const { reference, data, horizon, terminal, cost } = game;
  const d = reference.mean.length as 1 | 2;
  const moved = displacement(game);
  const velocity = moved.map((value) => value / horizon);
  const speed = length(velocity);
  const meanAt = (t: number): number[] => reference.mean.map((value, i) => value + t * velocity[i]!);
  const end: Gaussian = { mean: meanAt(horizon), covariance: reference.covariance };
  const p = scaled(terminal, inverse(data.covariance)).map((row) => dotNumbers(row, vectorDifference(end.mean, data.mean)));
  const hamiltonian = -dotNumbers(p, velocity) - cost.value(speed);
  const atEnd = terminal * (logGaussian(end.mean, end) - logGaussian(end.mean, data) + 1) - dotNumbers(p, end.mean);

  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    const constant = atEnd - hamiltonian * (horizon - t);
    for (let i = 0; i < n; i++) {
      if (out.U) out.U[i] = constant + p[0]! * x[i * d]! + (d === 2 ? p[1]! * x[2 * i + 1]! : 0);
      for (let k = 0; k < d; k++) if (out.gradient) out.gradient[i * d + k] = p[k]!;
      if (out.laplacian) out.laplacian[i] = 0;
      if (out.dt) out.dt[i] = hamiltonian;
    }
    if (!out.density) return;
    gaussianMixture({ means: [meanAt(t)], covariances: [reference.covariance] }).logDensity(x, n, out.density);
    for (let i = 0; i < n; i++) out.density[i] = Math.exp(out.density[i]!);
  };

  return {
    kind: "gaussian-translation",
    section: "Lagrangians",
    about: "Between Gaussians of one covariance everybody moves alike, as far as the next step costs less than it gains in reverse KL.",
    dimension: d,
    mean: end.mean,
    covariance: end.covariance,
    cost: terminal * gaussianDivergence(end, data) + horizon * cost.value(speed),
    energy: 0.5 * horizon * speed ** 2,
    value: pointwiseValue(d, values),
    values,
    velocity(_x, n, _t, out) {
      for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) out[i * d + k] = velocity[k]!;
    },
    trajectories(x0, n, times, out) {
      for (let j = 0; j < times.length; j++) for (let i = 0; i < n * d; i++) out[j * n * d + i] = x0[i]! + times[j]! * velocity[i % d]!;
    },
  };
}
