/**
 * @file Gaussian crowds of the line, or of the plane along its axes, that go straight down a cost: the limit ε → 0 of its gradient flow.
 *
 *     price  μ (log ρ + 1) + ½q x² − pull x + offset        ẋ = −(1/w)∇price,    a = q/w,    D = μ/w,    c = pull/q
 *     m(t) = c + (m₀ − c)e^(−at),                            m₀ + (pull/w) t     where q = 0
 *     s²(t) = s₀² e^(−2at) + D(1 − e^(−2at))/a,              s₀² + 2Dt           where q = 0
 *     X_t = m + (s/s₀)(X₀ − m₀),                             s′/s = D/s² − a
 *
 * the moments of dX = −(1/w)∇V dt + √(2D) dW: with reverse KL to N(c, s₁²) an Ornstein-Uhlenbeck process, with entropy alone heat
 * (docs/mathematics.md, Gradient flows without looking ahead). U(·, t) is the price of the crowd as it is. As ε → 0 the cost of the discounted game
 * tends to F[ρ₀]: all of the weight e^(−t/ε)/ε gathers at the start. What moving costs is what F falls by,
 *
 *     F[ρ₀] − F[ρ_T] = w E∫|v|² dt
 */
import { gaussianMixture } from "../math/laws/gaussian-mixture.ts";
import { type OwnCost, ownCost, ownPaid, ownPrice } from "./own-cost.ts";
import { type ExactProblem, type FlowForm, type Unsolved, type ValueFields, pointwiseValue } from "./problem.ts";
import { asksForData, energyWeightOf, termsOf } from "./slots.ts";

interface Line {
  readonly own: OwnCost;
  readonly m0: number;
  readonly s0: number;
  /** w. */
  readonly weight: number;
  /** This axis' part of the 1 in log ρ + 1. */
  readonly unit: number;
}

interface At {
  readonly m: number;
  readonly s: number;
  /** m′, s′/s. */
  readonly speed: number;
  readonly turn: number;
}

function lineAt({ own: { spring, pull, entropy }, m0, s0, weight }: Line, t: number): At {
  const [a, D] = [spring / weight, entropy / weight];
  const kept = Math.exp(-a * t);
  // (1 − e^(−kt))/k, which is t where k = 0.
  const gathered = (k: number): number => (k === 0 ? t : -Math.expm1(-k * t) / k);
  const m = m0 * kept + (pull / weight) * gathered(a);
  const s = Math.sqrt(s0 * s0 * kept * kept + 2 * D * gathered(2 * a));
  return { m, s, speed: pull / weight - a * m, turn: D / (s * s) - a };
}

const diagonalOf = (values: readonly number[]): number[][] => values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));

const alongAxes = (covariance: readonly (readonly number[])[]): boolean =>
  covariance.every((row, i) => row.every((entry, j) => i === j || entry === 0));

export function descendingFlow({ horizon, lagrangian, terminal, data, reference }: ExactProblem): FlowForm | Unsolved {
  const terms = termsOf(terminal);
  if (terms === undefined || terms.attraction !== undefined)
    return { slot: "terminal", reason: "Straight down this cost a Gaussian crowd does not stay one: there is no closed form." };
  const [from, to] = [reference.gaussian, asksForData(terminal) ? data?.gaussian : reference.gaussian];
  if (from === undefined)
    return { slot: "reference", reason: "A closed form is known for Gaussian crowds only; this reference is not one." };
  if (to === undefined) return { slot: "data", reason: "A closed form is known down to Gaussian data only; these data are not one." };
  const turned = "A closed form is known only between Gaussians that lie along the axes; ";
  if (!alongAxes(from.covariance)) return { slot: "reference", reason: `${turned}this reference does not.` };
  if (!alongAxes(to.covariance)) return { slot: "data", reason: `${turned}these data do not.` };
  const weight = energyWeightOf(lagrangian);
  if (weight === undefined)
    return { slot: "lagrangian", reason: "Straight down a cost a closed form is known for the kinetic energy only." };
  const d = from.mean.length as 1 | 2;
  const lines = from.mean.map(
    (m0, axis): Line => ({
      own: ownCost(to, axis, terminal),
      ...{ m0, s0: Math.sqrt(from.covariance[axis]![axis]!), weight, unit: 1 / d },
    }),
  );
  const paidAt = (t: number): number => lines.reduce((sum, line) => sum + paid(line, t), 0);
  const end = lines.map((line) => lineAt(line, horizon));
  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => fieldsAt(lines, x, n, t, out);
  return {
    kind: "gaussian-descent",
    section: "Gradient flows without looking ahead",
    about: "A Gaussian crowd that goes straight down its cost stays one: its mean and its variance relax at the rate of the pull.",
    dimension: d,
    mean: end.map(({ m }) => m),
    covariance: diagonalOf(end.map(({ s }) => s * s)),
    cost: paidAt(0),
    energy: (paidAt(0) - paidAt(horizon)) / (2 * weight),
    value: pointwiseValue(d, values),
    values,
    velocity(x, n, t, out) {
      values(x, n, t, { gradient: out });
      for (let q = 0; q < n * d; q++) out[q] = -out[q]! / weight;
    },
    trajectories(x0, n, times, out) {
      for (let j = 0; j < times.length; j++)
        lines.forEach((line, axis) => {
          const { m, s } = lineAt(line, times[j]!);
          for (let i = 0; i < n; i++) out[(j * n + i) * d + axis] = m + (s / line.s0) * (x0[i * d + axis]! - line.m0);
        });
    },
  };
}

function paid(line: Line, t: number): number {
  const { m, s } = lineAt(line, t);
  return ownPaid(line.own, m, s);
}

/** ∂ₜ log ρ = −∇·v − v·∇log ρ with v = m′ + (s′/s)(x − m). */
function fieldsAt(lines: readonly Line[], x: ArrayLike<number>, n: number, t: number, out: ValueFields): void {
  const d = lines.length;
  const now = lines.map((line) => ({ line, ...lineAt(line, t) }));
  for (let i = 0; i < n; i++) {
    let [U, dt, laplacian] = [0, 0, 0];
    now.forEach(({ line: { own, weight, unit }, m, s, speed, turn }, axis) => {
      const at = x[i * d + axis]!;
      const z = at - m;
      const v = speed + turn * z;
      U += ownPrice(own, unit, at, m, s);
      dt += own.entropy * (-turn + (v * z) / (s * s));
      laplacian -= weight * turn;
      if (out.gradient) out.gradient[i * d + axis] = -weight * v;
    });
    if (out.U) out.U[i] = U;
    if (out.dt) out.dt[i] = dt;
    if (out.laplacian) out.laplacian[i] = laplacian;
  }
  if (!out.density) return;
  const law = { means: [now.map(({ m }) => m)], covariances: [diagonalOf(now.map(({ s }) => s * s))] };
  gaussianMixture(law).logDensity(x, n, out.density);
  for (let i = 0; i < n; i++) out.density[i] = Math.exp(out.density[i]!);
}
