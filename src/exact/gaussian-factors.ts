/**
 * @file Populations that are a product of two Gaussian factors, carried to one another by heat: noisy games whose ends are quadratic.
 *
 *     ρ = φ φ̂,  U = −ε log φ,       log φ = −½ xᵀP x + h·x + c,   φ̂ alike,   φ̂(0) = ρ₀/φ(0)
 *     heat over a variance v        P → P M,   h → M h,   c → c − ½ log det M⁻¹ + ½ v h·M h,      M = (I + vP)⁻¹
 *     v = σ²∇log φ,   the flow that carries ρ: (σ²/2)∇log(φ/φ̂),   KL(P | R) = E log φ(X_T) − E log φ(X₀) = ½E∫|v|²/σ²
 *
 * What φ(T) is, the end cost says (gaussian-scaling.ts, regularised-proximal.ts; docs/mathematics.md, Schrödinger bridge).
 */
import type { Floats } from "../math/laws/density.ts";
import type { Gaussian } from "../math/laws/gaussian.ts";
import {
  apply,
  combination,
  determinant,
  dotNumbers,
  identity,
  inverse,
  type Matrix,
  product,
  scaled,
  symmetrised,
  trace,
} from "../math/matrices.ts";
import { type ClosedForm, type ValueFields, pointwiseValue } from "./problem.ts";

/** exp(−½ xᵀP x + h·x + c). */
export interface Factor {
  readonly P: Matrix;
  readonly h: readonly number[];
  readonly c: number;
}

export interface Factored {
  readonly reference: Gaussian;
  readonly horizon: number;
  readonly sigma: number;
  /** ε = σ²w/g². */
  readonly epsilon: number;
  /** φ(T), with the constant that U(·, T) = −ε log φ(T) has. */
  readonly atEnd: Factor;
  /** What the final population pays. */
  endCost(end: Gaussian): number;
  readonly kind: string;
  readonly section: string;
  readonly about: string;
}

/** Runge-Kutta steps of the flow's matrix over the horizon. */
const STEPS = 400;

export function factoredForm({ reference, horizon, sigma, epsilon, atEnd, endCost, kind, section, about }: Factored): ClosedForm {
  const d = reference.mean.length as 1 | 2;
  const phi = (t: number): Factor => heat(atEnd, sigma ** 2 * (horizon - t));
  const atStart = over(factorOf(reference), phi(0));
  const phiHat = (t: number): Factor => heat(atStart, sigma ** 2 * t);
  const law = (t: number): Gaussian => lawOf(times(phi(t), phiHat(t)));
  const end = law(horizon);
  const entropy = expected(atEnd, end) - expected(phi(0), reference);
  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    fieldsOf(phi(t), phiHat(t), { x, n, d, sigma, epsilon }, out);
  };
  return {
    kind,
    section,
    about,
    dimension: d,
    mean: end.mean,
    covariance: end.covariance,
    cost: epsilon * entropy + endCost(end),
    energy: sigma ** 2 * entropy,
    moments: (t) => ({ ...law(t), skew: d === 1 ? 0 : null }),
    value: pointwiseValue(d, values),
    values,
    velocity(x, n, t, out) {
      const { slope, offset } = carrying(phi(t), phiHat(t), sigma);
      for (let i = 0; i < n; i++)
        apply(
          slope,
          Array.from({ length: d }, (_, k) => x[i * d + k]!),
        ).forEach((value, k) => (out[i * d + k] = value + offset[k]!));
    },
    trajectories(x0, n, at, out) {
      const stretches = stretchesAt(at, horizon, (t) => carrying(phi(t), phiHat(t), sigma).slope);
      for (let k = 0; k < at.length; k++) move(x0, n, reference.mean, law(at[k]!).mean, stretches[k]!, out, k * n * d);
    },
  };
}

export function factorOf({ mean, covariance }: Gaussian): Factor {
  const P = inverse(covariance);
  const h = apply(P, mean);
  const c = -0.5 * (mean.length * Math.log(2 * Math.PI) + Math.log(determinant(covariance)) + dotNumbers(mean, h));
  return { P, h, c };
}

function lawOf({ P, h }: Factor): Gaussian {
  const covariance = symmetrised(inverse(P));
  return { mean: apply(covariance, h), covariance };
}

const times = (a: Factor, b: Factor): Factor => ({
  P: combination(1, a.P, 1, b.P),
  h: a.h.map((value, i) => value + b.h[i]!),
  c: a.c + b.c,
});

export const factorPower = ({ P, h, c }: Factor, share: number): Factor => ({
  P: scaled(share, P),
  h: h.map((value) => share * value),
  c: share * c,
});

export const over = (a: Factor, b: Factor): Factor => times(a, factorPower(b, -1));

export function heat({ P, h, c }: Factor, variance: number): Factor {
  const spread = combination(1, identity(h.length), variance, P);
  const M = inverse(spread);
  const shrunk = apply(M, h);
  return {
    P: symmetrised(product(P, M)),
    h: shrunk,
    c: c - 0.5 * Math.log(determinant(spread)) + 0.5 * variance * dotNumbers(h, shrunk),
  };
}

/** E log φ under a Gaussian. */
export function expected({ P, h, c }: Factor, { mean, covariance }: Gaussian): number {
  return -0.5 * (dotNumbers(mean, apply(P, mean)) + trace(product(P, covariance))) + dotNumbers(h, mean) + c;
}

/** (σ²/2)∇log(φ/φ̂) = slope x + offset. */
function carrying(phi: Factor, phiHat: Factor, sigma: number): { slope: Matrix; offset: readonly number[] } {
  const ratio = over(phi, phiHat);
  const half = sigma ** 2 / 2;
  return { slope: scaled(-half, ratio.P), offset: ratio.h.map((value) => half * value) };
}

interface Asked {
  readonly x: ArrayLike<number>;
  readonly n: number;
  readonly d: 1 | 2;
  readonly sigma: number;
  readonly epsilon: number;
}

function fieldsOf(phi: Factor, phiHat: Factor, { x, n, d, sigma, epsilon }: Asked, out: ValueFields): void {
  const laplacian = -trace(phi.P);
  const population = times(phi, phiHat);
  for (let i = 0; i < n; i++) {
    const at = Array.from({ length: d }, (_, k) => x[i * d + k]!);
    const slope = apply(phi.P, at).map((value, k) => phi.h[k]! - value);
    if (out.U) out.U[i] = -epsilon * logAt(phi, at);
    if (out.gradient) slope.forEach((value, k) => (out.gradient![i * d + k] = -epsilon * value));
    if (out.laplacian) out.laplacian[i] = -epsilon * laplacian;
    // φ solves the heat equation backwards: ∂ₜ log φ = −(σ²/2)(Δ log φ + |∇log φ|²)
    if (out.dt) out.dt[i] = ((epsilon * sigma ** 2) / 2) * (laplacian + dotNumbers(slope, slope));
    if (out.density) out.density[i] = Math.exp(logAt(population, at));
  }
}

const logAt = ({ P, h, c }: Factor, x: readonly number[]): number => -0.5 * dotNumbers(x, apply(P, x)) + dotNumbers(h, x) + c;

/** The flow's matrix at ascending times: M′ = slope M, M(0) = I, by Runge-Kutta. */
function stretchesAt(at: ArrayLike<number>, horizon: number, slope: (t: number) => Matrix): readonly Matrix[] {
  let M = identity(slope(0).length);
  let t = 0;
  return Array.from(at, (to) => {
    const steps = Math.ceil(((to - t) / horizon) * STEPS - 1e-9);
    const h = (to - t) / steps;
    for (let k = 0; k < steps; k++) {
      const [now, middle, next] = [slope(t + k * h), slope(t + (k + 0.5) * h), slope(t + (k + 1) * h)];
      const k1 = product(now, M);
      const k2 = product(middle, combination(1, M, h / 2, k1));
      const k3 = product(middle, combination(1, M, h / 2, k2));
      const k4 = product(next, combination(1, M, h, k3));
      M = combination(1, M, h / 6, combination(1, combination(1, k1, 2, k2), 1, combination(2, k3, 1, k4)));
    }
    t = to;
    return M;
  });
}

function move(
  x0: ArrayLike<number>,
  n: number,
  from: readonly number[],
  to: readonly number[],
  stretch: Matrix,
  out: Floats,
  offset: number,
): void {
  const d = from.length;
  for (let i = 0; i < n; i++)
    apply(
      stretch,
      from.map((mean, k) => x0[i * d + k]! - mean),
    ).forEach((value, k) => (out[offset + i * d + k] = to[k]! + value));
}
