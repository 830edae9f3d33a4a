/**
 * @file Where the particles end, what the trip costs, and how straight it is.
 *
 *     mean, covariance   of X_T
 *     kinetic energy     ½ E ∫₀ᵀ |v|² dt                               without its weight; against W₂²(ρ₀, ρ_T)/2T of the optimum
 *     straightness       S = E|X_T − X_0|² / (T E ∫|v|² dt) ∈ (0, 1]   1: straight lines at constant speed
 *
 * Flows are pushed by RK4 with many particles and small steps, so what is left is the model's own error. With noise there is
 * no kinetic energy to compare, and the moments are those of the experiment's sampler.
 */
import { normSquared } from "../../../math/expressions/expression.ts";
import { RK4, uniformTimes } from "../../../math/integrators.ts";
import type { ExactSummary, Metrics } from "../../results.ts";
import type { Ruler, RulerLine, RulerSpec } from "../ruler.ts";
import { meanOf, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly mean: readonly number[] | null;
    readonly covariance: readonly (readonly number[])[] | null;
    readonly kineticEnergy: number | null;
    readonly optimalEnergy: number | null;
    readonly straightness: number | null;
  }
}

/** Frobenius norm of a matrix, or of a difference. */
function norm(a: readonly (readonly number[])[], b?: readonly (readonly number[])[]): number {
  return Math.hypot(...a.flatMap((row, i) => row.map((value, j) => value - (b?.[i]?.[j] ?? 0))));
}

/** What rounds to nothing has no sign; a line never ends inside. */
const vector = (values: readonly number[]): string =>
  `(${values.map((value) => (Math.round(100 * value) === 0 ? "0.00" : value.toFixed(2).replace("-", "−"))).join(",\u00a0")})`;

function againstExact(
  { mean, covariance, kineticEnergy }: Partial<Pick<Metrics, "mean" | "covariance" | "kineticEnergy">>,
  exact: ExactSummary | null,
): readonly RulerLine[] {
  const best = exact?.known === true ? exact : null;
  const end = mean ?? null;
  const spread = covariance ?? null;
  return [
    {
      id: "mean",
      title: "mean",
      card: "exact",
      unit: "plain",
      value: best === null || end === null ? null : norm([end], [best.mean]),
      truth: 0,
      ...(best === null || end === null ? {} : { text: `${vector(end)} for\u00a0${vector(best.mean)}` }),
      about: "Where the particles end on average, for where those of the exact solution do. Its course is how far apart the two are.",
    },
    {
      id: "covariance",
      title: "covariance error",
      card: "exact",
      unit: "share",
      value: best === null || spread === null ? null : norm(spread, best.covariance) / norm(best.covariance),
      truth: 0,
      about: "How far the covariance of the particles at their end is from the exact one, as a share of it (Frobenius norms).",
    },
    {
      id: "kineticEnergy.excess",
      title: "kinetic energy, excess",
      card: "exact",
      unit: "change",
      value: typeof kineticEnergy !== "number" || best === null || best.energy === null ? null : kineticEnergy / best.energy - 1,
      truth: 0,
      about: "How much more the trip costs than the exact solution's. Below 0 it is cheaper, and ends somewhere else.",
    },
  ];
}

export const spec: RulerSpec = {
  id: "transport",
  title: "Transport",
  answers: ["mean", "covariance", "kineticEnergy", "optimalEnergy", "straightness"],
  card: "measures",
  place: 50,
  when: "beside",
  lines: ({ straightness, kineticEnergy, optimalEnergy, mean, covariance }, exact) => [
    ...againstExact({ kineticEnergy, mean, covariance }, exact),
    {
      id: "straightness",
      title: "straightness",
      unit: "plain",
      value: straightness,
      truth: 1,
      about: "1: particles move on straight lines at constant speed, so few sampling steps are enough.",
    },
    {
      id: "kineticEnergy",
      title: "kinetic energy",
      unit: "plain",
      value: kineticEnergy,
      truth: optimalEnergy,
      about: "What the trip costs, ½ E∫|v|² dt without its weight; in brackets what the best trip costs, where it is known.",
    },
  ],
};

type Answer = Pick<Metrics, "mean" | "covariance" | "kineticEnergy" | "optimalEnergy" | "straightness">;

async function measure(subject: Subject): Promise<Answer> {
  const { setup, flow, effort } = subject;
  const d = setup.dimension;
  if (subject.population !== "flow") {
    const samples: Float32Array[] = [];
    for (let k = 0; k < effort.pairs; k++) samples.push(await subject.generated(k));
    const x = new Float32Array(samples.length * effort.samples * d);
    samples.forEach((sample, k) => {
      x.set(sample, k * sample.length);
    });
    return { ...moments(x, d), kineticEnergy: null, optimalEnergy: null, straightness: null };
  }
  const n = effort.particles;
  const { horizon } = setup.experiment.game;
  const start = new Float32Array(n * d);
  setup.reference.sample(subject.stream("transport"), n, start);
  const speed = flow.ode === null ? [] : [normSquared(flow.ode.drift)];
  const { x, integrals } = await flow.move(start, n, uniformTimes(0, horizon, effort.steps), speed, { tableau: RK4 });
  const action = meanOf(n, (i) => integrals[0]![i]!); // E ∫|v|²
  const distance = d * meanOf(n * d, (q) => (x[q]! - start[q]!) ** 2); // E|X_T − X_0|²
  return {
    ...moments(x, d),
    kineticEnergy: action / 2,
    optimalEnergy: subject.exact()?.energy ?? null,
    straightness: action > 0 ? distance / (horizon * action) : null,
  };
}

/** Mean and covariance of the rows of x [n, d]. */
function moments(x: ArrayLike<number>, d: 1 | 2): { mean: number[]; covariance: number[][] } {
  const n = x.length / d;
  const axes = Array.from({ length: d }, (_, a) => a);
  const mean = axes.map((a) => meanOf(n, (i) => x[i * d + a]!));
  const covariance = axes.map((a) => axes.map((b) => meanOf(n, (i) => (x[i * d + a]! - mean[a]!) * (x[i * d + b]! - mean[b]!))));
  return { mean, covariance };
}

export const transport: Ruler = { spec, measure };
