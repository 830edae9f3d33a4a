/**
 * @file Of a diffusion between Gaussians: whose fault the distance to the data is, without samples and so without a noise floor.
 *
 * Drift and start are Gaussian and affine, so the law of what the sampler draws is known from means and covariances alone. In squared sliced
 * W₂, whose vectors of quantiles add up as in the error budget:
 *
 *     q_K − π = (q_K − q_∞) + (q_∞ − q*) + (q* − η(·, s₀)) + (η(·, s₀) − π)
 *     total   =    steps    +    score   +     start       +      stop       + overlap
 *
 * q_K    the sampler's K steps with the learned score          q_∞   the same drift without steps
 * q*     the exact score from the same reference               η     the noised data, where the sampler stops
 *
 * The learned drift enters by its best affine fit under the exact population of each time (Gauss-Hermite, five points an axis);
 * `notAffine` is what the fit leaves, as a share. `foretold` is what the error budget estimates from samples: K against 4K steps, and 4K
 * steps against the data.
 */
import { scheduleOf } from "../../game/exact-problem.ts";
import {
  type AffineDrift,
  exactlyDenoised,
  gaussianQuantiles,
  type GaussianLaw,
  noisedGaussian,
  steppedLaw,
  unsteppedLaw,
} from "../../../exact/sampled-gaussian.ts";
import type { Noising } from "../../../exact/problem.ts";
import { apply, cholesky, dotNumbers, inverse, product, trace } from "../../../math/matrices.ts";
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import type { Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    /** All but notAffine in squared sliced W₂; total = start + stop + score + steps + overlap. */
    readonly gaussianBudget: {
      readonly start: number;
      readonly stop: number;
      readonly score: number;
      readonly steps: number;
      readonly overlap: number;
      readonly total: number;
      readonly foretold: { readonly steps: number; readonly training: number };
      readonly notAffine: number;
    } | null;
  }
}

const UNIT = "Squared sliced W₂ to the data, in closed form.";

export const spec: RulerSpec = {
  id: "gaussian-budget",
  title: "Gaussian error budget",
  answers: ["gaussianBudget"],
  card: "exact",
  place: 75,
  when: "at-rest",
  readsData: true,
  lines: ({ gaussianBudget: found }) => [
    {
      id: "gaussianBudget.total",
      title: "SW₂² to the data, no samples",
      unit: "plain",
      value: found?.total,
      truth: 0,
      about: `${UNIT} Everything is Gaussian here, so means and covariances say it all. It is the sum of the four parts below and of what they have in common.`,
    },
    {
      id: "gaussianBudget.start",
      title: "… by the start",
      unit: "plain",
      value: found?.start,
      truth: 0,
      about: `${UNIT} The reference is not quite the noised data at t = 0: what is left of that at the end with the exact score. A longer horizon shrinks it.`,
    },
    {
      id: "gaussianBudget.stop",
      title: "… by stopping early",
      unit: "plain",
      value: found?.stop,
      truth: 0,
      about: `${UNIT} The sampler stops at the smallest noise that is trained, and that noise stays.`,
    },
    {
      id: "gaussianBudget.score",
      title: "… by the score",
      unit: "plain",
      value: found?.score,
      truth: 0,
      about: `${UNIT} What the learned score does wrong, with infinitely many steps. Training shrinks it.`,
    },
    {
      id: "gaussianBudget.steps",
      title: "… by the sampler’s steps",
      unit: "plain",
      value: found?.steps,
      truth: 0,
      about: `${UNIT} The sampler’s steps against infinitely many. More steps shrink it.`,
    },
  ],
};

/** Of the error budget's fine run. */
const FINER = 4;
/** Times of "infinitely many steps": Runge-Kutta's error over half as many is far below any part. */
const FINEST = 512;

/** Gauss-Hermite for N(0, 1). */
const NODES = [-2.8569700138728056, -1.3556261799742659, 0, 1.3556261799742659, 2.8569700138728056];
const WEIGHTS = [0.011257411327720689, 0.22207592200561263, 8 / 15, 0.22207592200561263, 0.011257411327720689];

/** null unless data and reference are Gaussian and a score is learned that carries the one back to the other. */
async function measure(subject: Subject): Promise<Pick<Metrics, "gaussianBudget">> {
  const { setup, flow, population } = subject;
  const { sampling, game } = setup.experiment;
  const [data, start, schedule] = [setup.data?.gaussian, setup.reference.gaussian, scheduleOf(setup)];
  if (population !== "diffusion" || setup.walls !== null || data === undefined || start === undefined || schedule === undefined)
    return { gaussianBudget: null };
  const { steps } = sampling;
  const paths = sampling.method === "ode" && flow.ode !== null ? "ode" : "sde";
  const more = FINER * Math.ceil(FINEST / (FINER * steps));
  const times = flow.samplingTimes(more * steps);
  const noisings = Array.from(times, (t) => schedule(Math.max(game.horizon - t, 0)));
  const { drifts, notAffine } = await affineDrifts(subject, paths, data, times, noisings);
  const every = (of: number): GaussianLaw => {
    const kept = <T>(all: ArrayLike<T>): T[] => Array.from(all).filter((_, k) => k % of === 0);
    return steppedLaw(start, kept(times), kept(drifts));
  };
  // t = t_last − t_last (1 − u)²
  const last = times[times.length - 1]!;
  const speeds = times.map((_, k) => 2 * last * (1 - k / (times.length - 1)));
  const [noisy, clean] = [noisings[0]!, noisings[noisings.length - 1]!];
  const [end, fine, unstepped, exact, stopped, truth] = [
    every(more),
    every(more / FINER),
    unsteppedLaw(start, speeds, drifts),
    exactlyDenoised(data, start, noisy, clean, paths),
    noisedGaussian(data, clean),
    data,
  ].map(gaussianQuantiles) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const parts = {
    start: squaredDistance(exact, stopped),
    stop: squaredDistance(stopped, truth),
    score: squaredDistance(unstepped, exact),
    steps: squaredDistance(end, unstepped),
  };
  const total = squaredDistance(end, truth);
  return {
    gaussianBudget: {
      ...parts,
      overlap: total - parts.start - parts.stop - parts.score - parts.steps,
      total,
      foretold: { steps: squaredDistance(end, fine), training: squaredDistance(fine, truth) },
      notAffine,
    },
  };
}

/** The drift that the sampler follows, A(t) x + c(t), as it fits best under the noised data at each time. */
async function affineDrifts(
  { setup, flow }: Subject,
  paths: "ode" | "sde",
  data: GaussianLaw,
  times: Float64Array,
  noisings: readonly Noising[],
): Promise<{ readonly drifts: readonly AffineDrift[]; readonly notAffine: number }> {
  const d = setup.dimension;
  const standard = d === 1 ? NODES.map((z) => [z]) : NODES.flatMap((b) => NODES.map((a) => [a, b]));
  const weights = d === 1 ? WEIGHTS : WEIGHTS.flatMap((b) => WEIGHTS.map((a) => a * b));
  const m = standard.length;
  const laws = noisings.map((noising) => noisedGaussian(data, noising));
  const roots = laws.map(({ covariance }) => cholesky(covariance));
  const x = laws.flatMap(({ mean }, k) => standard.flatMap((z) => apply(roots[k]!, z).map((value, a) => mean[a]! + value)));
  const at = Float64Array.from({ length: times.length * m }, (_, i) => times[Math.floor(i / m)]!);
  const drift = paths === "ode" ? flow.ode!.drift : setup.composed.here.drift();
  const found = await flow.probe(drift, x, at, at.length);
  const axes = drift.map((_, a) => a);
  const average = (f: (q: number) => number): number => weights.reduce((sum, weight, q) => sum + weight * f(q), 0);
  let [left, size] = [0, 0];
  const drifts = laws.map(({ mean, covariance }, k): AffineDrift => {
    const value = (a: number, q: number): number => found[a]![k * m + q]!;
    const middle = axes.map((a) => average((q) => value(a, q)));
    const tilt = axes.map((a) => axes.map((b) => average((q) => value(a, q) * standard[q]![b]!))); // E b zᵀ
    const slope = product(tilt, inverse(roots[k]!));
    const sigma2 = noisings[k]!.sigma2;
    // ∇log η enters the drift by σ², that of the flow by half of it.
    const share = paths === "ode" ? sigma2 / 2 : sigma2;
    size += share * share * trace(inverse(covariance));
    left += axes.reduce((sum, a) => sum + average((q) => (value(a, q) - middle[a]! - dotNumbers(tilt[a]!, standard[q]!)) ** 2), 0);
    const carried = apply(slope, mean);
    return { slope, offset: middle.map((bias, a) => bias - carried[a]!), sigma2: paths === "ode" ? 0 : sigma2 };
  });
  return { drifts, notAffine: size > 0 ? Math.sqrt(left / size) : 0 };
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}

export const gaussianBudget: Ruler = { spec, measure };
