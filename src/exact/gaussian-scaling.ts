/**
 * @file Noisy games between Gaussians whose end is prescribed or costs reverse KL: every factor of the population stays Gaussian.
 *
 *     ρ = φ φ̂,  U = −ε log φ,       log φ = −½ xᵀP x + h·x + c,   φ̂ alike
 *     heat over a variance v        P → P M,   h → M h,   c → c − ½ log det M⁻¹ + ½ v h·M h,      M = (I + vP)⁻¹
 *     ends                          φ̂(0) = ρ₀/φ(0),     φ(T) = π^θ/φ̂(T)^η,    θ = η = 1 (prescribed), λ/(λ + ε) (reverse KL)
 *
 * An end that costs δ ∫ρ log ρ less than it says (fisher.ts) has θ = λ/(λ + ε − δ), η = (λ − δ)/(λ + ε − δ). The ends are fitted to one another by sweeps of these few numbers: what the scaling solver does on a grid, without a grid. Where sweeps
 * contract slowly Newton's method goes on.
 *
 *     v = σ²∇log φ,   the flow that carries ρ: (σ²/2)∇log(φ/φ̂),   KL(P | R) = E log φ(X_T) − E log φ(X₀) = ½E∫|v|²/σ²
 *
 * The prescribed end leaves U a constant; here E_π U(·, T) = 0, and U at the start is what is still to be paid.
 * (docs/mathematics.md, Schrödinger bridge)
 */
import type { Floats } from "../math/laws/density.ts";
import { type Gaussian, gaussianDivergence } from "../math/laws/gaussian.ts";
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
  solveLinear,
} from "../math/matrices.ts";
import { type ClosedForm, type ValueFields, valueAt } from "./problem.ts";

/** exp(−½ xᵀP x + h·x + c). */
interface Factor {
  readonly P: Matrix;
  readonly h: readonly number[];
  readonly c: number;
}

export interface NoisyGaussianGame {
  readonly reference: Gaussian;
  readonly data: Gaussian;
  readonly horizon: number;
  readonly sigma: number;
  /** ε = σ²w/g². */
  readonly epsilon: number;
  /** λ of the reverse KL at the end; infinite where the end is prescribed. */
  readonly terminal: number;
  /** δ; 0 where nothing is said. */
  readonly entropy?: number;
}

/** Relative change at which the ends fit, and sweeps and steps of Newton's method there may be. */
const SETTLED = 1e-14;
const MOST_SWEEPS = 300;
const MOST_STEPS = 40;

/** Of P, for the slope of a sweep. */
const DIFFERENCE = 1e-6;

/** Runge-Kutta steps of the flow's matrix over the horizon. */
const STEPS = 400;

export function gaussianScaling(game: NoisyGaussianGame): ClosedForm {
  const { reference, data, horizon, sigma, epsilon, terminal } = game;
  const d = reference.mean.length as 1 | 2;
  const { atEnd, atStart } = ends(game);
  const phi = (t: number): Factor => heat(atEnd, sigma ** 2 * (horizon - t));
  const phiHat = (t: number): Factor => heat(atStart, sigma ** 2 * t);
  const law = (t: number): Gaussian => lawOf(times(phi(t), phiHat(t)));
  const end = law(horizon);
  const entropy = expected(atEnd, end) - expected(phi(0), reference);
  const cost = epsilon * entropy + (Number.isFinite(terminal) ? terminal * gaussianDivergence(end, data) : 0);
  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    fieldsOf(phi(t), phiHat(t), { x, n, d, sigma, epsilon }, out);
  };
  return {
    kind: Number.isFinite(terminal) ? "gaussian-noisy-reverse-kl" : "gaussian-bridge",
    section: "Schrödinger bridge",
    about: Number.isFinite(terminal)
      ? "Shaken particles between Gaussians, steered as far as it gains more in reverse KL than it costs; every marginal is Gaussian. Shown is the flow without noise that has the same marginals."
      : "The Schrödinger bridge between Gaussians: the least effort that turns shaken particles into exactly the data; every marginal is Gaussian. Shown is the flow without noise that has the same marginals.",
    dimension: d,
    mean: end.mean,
    covariance: end.covariance,
    cost,
    energy: sigma ** 2 * entropy,
    moments: (t) => ({ ...law(t), skew: d === 1 ? 0 : null }),
    value: valueAt(d, values),
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

/** φ(T) and φ̂(0) that fit to one another. */
function ends(game: NoisyGaussianGame): { atEnd: Factor; atStart: Factor } {
  const { reference, data, horizon, sigma, epsilon, terminal, entropy = 0 } = game;
  const variance = sigma ** 2 * horizon;
  const [start, target] = [factorOf(reference), factorOf(data)];
  const fitted = fixedPoint(game, (from) => {
    const [theta, eta] = Number.isFinite(terminal)
      ? [terminal, terminal - entropy].map((each) => each / (terminal + epsilon - entropy))
      : [1, 1];
    return over(power(target, theta!), power(heat(over(start, heat(from, variance)), variance), eta!));
  });
  const atStart = (atEnd: Factor): Factor => over(start, heat(atEnd, variance));
  const free = Number.isFinite(terminal)
    ? // U(·, T) = λ (log(ρ_T/π) + 1): its constant is the game's.
      constantOfReverseKl(fitted, heat(atStart(fitted), variance), target, { epsilon, terminal, entropy })
    : -expected(fitted, data);
  const atEnd = { ...fitted, c: fitted.c + free };
  return { atEnd, atStart: atStart(atEnd) };
}

/**
 * Sweeps contract slowly where the noise is small against the laws: then Newton's method goes on, in the entries of P. What h has to be is
 * linear once P is known: h = sweep(0) + M h.
 */
function fixedPoint({ reference }: NoisyGaussianGame, sweep: (from: Factor) => Factor): Factor {
  const d = reference.mean.length;
  const zero = reference.mean.map(() => 0);
  const withP = (P: Matrix): Factor => ({ P, h: zero, c: 0 });
  let P = scaled(0, identity(d));
  for (let k = 0; k < MOST_SWEEPS && relative(sweep(withP(P)).P, P) > SETTLED; k++) P = sweep(withP(P)).P;
  for (let k = 0; k < MOST_STEPS && relative(sweep(withP(P)).P, P) > SETTLED; k++) P = newtonStep(P, (at) => sweep(withP(at)).P);
  const constant = sweep({ P, h: zero, c: 0 }).h;
  const columns = zero.map((_, j) =>
    sweep({ P, h: zero.map((_zero, i) => (i === j ? 1 : 0)), c: 0 }).h.map((value, i) => value - constant[i]!),
  );
  const rows = zero.map((_, i) => zero.map((_zero, j) => (i === j ? 1 : 0) - columns[j]![i]!));
  return sweep({ P, h: solveLinear(rows, constant), c: 0 });
}

/** Of P = sweep(P), its slope by differences. */
function newtonStep(P: Matrix, sweep: (P: Matrix) => Matrix): Matrix {
  const places = P.flatMap((row, i) => row.flatMap((_, j) => (j >= i ? [[i, j] as const] : [])));
  const size = Math.max(...P.flat().map(Math.abs));
  const moved = (by: readonly number[]): Matrix =>
    P.map((row, i) => row.map((value, j) => value + by[places.findIndex(([k, l]) => (k === i && l === j) || (k === j && l === i))]!));
  const miss = (at: Matrix): number[] => {
    const next = sweep(at);
    return places.map(([i, j]) => next[i]![j]! - at[i]![j]!);
  };
  const here = miss(P);
  const slopes = places.map((_, k) => {
    const at = (sign: number): number[] => miss(moved(places.map((_place, l) => (l === k ? sign * DIFFERENCE * size : 0))));
    const [below, above] = [at(-1), at(1)];
    return above.map((value, i) => (value - below[i]!) / (2 * DIFFERENCE * size));
  });
  const rows = here.map((_, i) => slopes.map((slope) => slope[i]!));
  return moved(
    solveLinear(
      rows,
      here.map((value) => -value),
    ),
  );
}

/** What has to be added to log φ(T) so that −ε log φ = λ (log ρ_T − log π + 1) − δ (log ρ_T + 1); the population does not change. */
function constantOfReverseKl(
  phi: Factor,
  phiHat: Factor,
  target: Factor,
  { epsilon, terminal, entropy }: { epsilon: number; terminal: number; entropy: number },
): number {
  const population = phi.c + phiHat.c;
  return -phi.c - (terminal * (population - target.c + 1) - entropy * (population + 1)) / epsilon;
}

function factorOf({ mean, covariance }: Gaussian): Factor {
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

const power = ({ P, h, c }: Factor, share: number): Factor => ({ P: scaled(share, P), h: h.map((value) => share * value), c: share * c });

const over = (a: Factor, b: Factor): Factor => times(a, power(b, -1));

function heat({ P, h, c }: Factor, variance: number): Factor {
  const spread = combination(1, identity(h.length), variance, P);
  const M = inverse(spread);
  const shrunk = apply(M, h);
  return {
    P: symmetrised(product(P, M)),
    h: shrunk,
    c: c - 0.5 * Math.log(determinant(spread)) + 0.5 * variance * dotNumbers(h, shrunk),
  };
}

const relative = (a: Matrix, b: Matrix): number =>
  Math.max(...a.flat().map((value, i) => Math.abs(value - b.flat()[i]!))) / (1 + Math.max(...a.flat().map(Math.abs)));

/** E log φ under a Gaussian. */
function expected({ P, h, c }: Factor, { mean, covariance }: Gaussian): number {
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
