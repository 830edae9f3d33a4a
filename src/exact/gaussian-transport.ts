/**
 * @file Straight paths between two Gaussians, and the value function they belong to.
 *
 *     A       the optimal map between the covariances      D = (m₁ − m₀)/T,   m(t) = m₀ + tD
 *     B(t)    = (1 − t/T) I + (t/T) A                      X_t = m(t) + B(t)(x₀ − m₀),   Σ(t) = B S₀ B
 *     S(t)    = (A − I) B(t)⁻¹ / T                         v(x, t) = D + S(t)(x − m(t))
 *     U(x, t) = −w [½ yᵀ S y + D·y + ½ |D|² t] + constant,  y = x − m(t)
 *
 * S′ = −S², so −∂ₜU + |∇U|²/(2w) = 0 with v = −∇U/w: particles keep their speed. ½ E∫|v|² = W₂²/(2T). (docs/mathematics.md, Gaussian transport)
 */
import type { Floats } from "../math/laws/density.ts";
import { gaussianMixture } from "../math/laws/gaussian-mixture.ts";
import { vectorDifference, type Gaussian, squaredDistance, transportMap } from "../math/laws/gaussian.ts";
import { apply, combination, dotNumbers, identity, inverse, type Matrix, product, scaled, symmetrised } from "../math/matrices.ts";
import { type FlowForm, type ValueFields, pointwiseValue } from "./problem.ts";

interface Moment {
  readonly mean: readonly number[];
  readonly covariance: Matrix;
  readonly stretch: Matrix;
  readonly slope: Matrix;
}

interface Given {
  readonly kind: string;
  readonly about: string;
  readonly section: string;
  readonly from: Gaussian;
  readonly to: Gaussian;
  readonly horizon: number;
  /** w in L = (w/2)|v|². */
  readonly weight: number;
  readonly cost: number;
  /** Fixes the constant of U. */
  readonly known: { readonly x: readonly number[]; readonly t: number; readonly U: number };
}

export function gaussianTransport(given: Given): FlowForm {
  const { from, to, horizon, weight, known } = given;
  const d = from.mean.length as 1 | 2;
  const unit = identity(d);
  const map = transportMap(from.covariance, to.covariance);
  const speed = vectorDifference(to.mean, from.mean).map((value) => value / horizon);

  const at = (t: number): Moment => {
    const stretch = combination(1 - t / horizon, unit, t / horizon, map);
    return {
      mean: from.mean.map((value, i) => value + t * speed[i]!),
      covariance: symmetrised(product(stretch, product(from.covariance, stretch))),
      stretch,
      slope: symmetrised(scaled(1 / horizon, product(combination(1, map, -1, unit), inverse(stretch)))),
    };
  };
  const shape = (x: readonly number[], t: number, { mean, slope }: Pick<Moment, "mean" | "slope">): number => {
    const y = vectorDifference(x, mean);
    return -weight * (0.5 * dotNumbers(y, apply(slope, y)) + dotNumbers(speed, y) + 0.5 * dotNumbers(speed, speed) * t);
  };
  const constant = known.U - shape(known.x, known.t, at(known.t));

  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    const { mean, slope, covariance } = at(t);
    const centre = shape(mean, t, { mean, slope }) + constant;
    const [a, b, c] = [slope[0]![0]!, d === 2 ? slope[0]![1]! : 0, d === 2 ? slope[1]![1]! : 0];
    const [speed1, speed2] = [speed[0]!, speed[1] ?? 0];
    for (let i = 0; i < n; i++) {
      const y1 = x[i * d]! - mean[0]!;
      const y2 = d === 2 ? x[i * 2 + 1]! - mean[1]! : 0;
      const pull1 = a * y1 + b * y2;
      const pull2 = b * y1 + c * y2;
      const v1 = pull1 + speed1;
      const v2 = pull2 + speed2;
      if (out.U) out.U[i] = centre - weight * (0.5 * (y1 * pull1 + y2 * pull2) + y1 * speed1 + y2 * speed2);
      if (out.gradient) {
        out.gradient[i * d] = -weight * v1;
        if (d === 2) out.gradient[i * 2 + 1] = -weight * v2;
      }
      if (out.laplacian) out.laplacian[i] = -weight * (a + c);
      if (out.dt) out.dt[i] = 0.5 * weight * (v1 * v1 + v2 * v2);
    }
    if (!out.density) return;
    gaussianMixture({ means: [mean], covariances: [covariance] }).logDensity(x, n, out.density);
    for (let i = 0; i < n; i++) out.density[i] = Math.exp(out.density[i]!);
  };

  return {
    kind: given.kind,
    section: given.section,
    about: given.about,
    dimension: d,
    mean: to.mean,
    covariance: to.covariance,
    cost: given.cost,
    energy: squaredDistance(from, to) / (2 * horizon),
    value: pointwiseValue(d, values),
    values,
    velocity(x, n, t, out) {
      const gradient = new Float64Array(n * d);
      values(x, n, t, { gradient });
      for (let i = 0; i < n * d; i++) out[i] = -gradient[i]! / weight;
    },
    trajectories(x0: ArrayLike<number>, n: number, times: ArrayLike<number>, out: Floats) {
      for (let k = 0; k < times.length; k++) {
        const { mean, stretch } = at(times[k]!);
        for (let i = 0; i < n; i++) {
          const away = Array.from({ length: d }, (_, j) => x0[i * d + j]! - from.mean[j]!);
          apply(stretch, away).forEach((value, j) => (out[(k * n + i) * d + j] = mean[j]! + value));
        }
      }
    },
  };
}
