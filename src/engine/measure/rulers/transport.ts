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
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
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

export const spec: RulerSpec = {
  id: "transport",
  title: "Transport",
  answers: ["mean", "covariance", "kineticEnergy", "optimalEnergy", "straightness"],
  card: "measures",
  place: 50,
  when: "beside",
  lines: ({ straightness, kineticEnergy, optimalEnergy }) => [
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
