/**
 * @file Diffusions: the value function is minus the logarithm of the noised data (docs/mathematics.md, Score-based diffusion).
 *
 *     Y_s = α(s) Y₀ + std(s) Z,   Y₀ ~ π_p ∝ π^p,   η(·, s) its law
 *     U(x, t) = k [−log η(x, s) − c − e(s)],   s = T − t,   p = λ/k
 *     k = w for control in units of the noise (g = σ), w σ² for velocity control (g = 1):  U = −k log φ makes HJB linear
 *     e = 0 with L = ½|a|² − ∇·f;  e = d log α with the plain kinetic energy (then φ = e^(−U/k) solves backward Kolmogorov)
 *     c = log(π^p/π_p), 0 for p = 1
 *     ∂ₜU = −f·∇U + σ²|∇U|²/(2k) + [∇·f] − (σ²/2)ΔU
 *
 * U does not depend on ρ₀. The generated population does: X_T given X₀ = x has the law of Y₀ given Y_T = x, so by Tweedie
 *
 *     E[X_T | x]   = (x + std² ∇log η)/α =: y(x)           mean ρ_T = E_ρ₀ y
 *     cov ρ_T      = Cov_ρ₀ y + (std²/α²)(I − std² E_ρ₀[∇log ρ₀ ⊗ ∇log η])          (integration by parts, once)
 *     J            = E_ρ₀ U(·, 0)
 */
import type { Density } from "../catalogue/define.ts";
import { gaussianMixture } from "../math/laws/gaussian-mixture.ts";
import { logGaussian } from "../math/laws/gaussian.ts";
import { scaled } from "../math/matrices.ts";
import {
  type DataProblem,
  type Moments,
  type Noising,
  type ClosedForm,
  type Unsolved,
  type ValueFields,
  pointwiseValue,
} from "./problem.ts";
import { populationMoments, type StartingLaw } from "./diffusion-end.ts";
import { probabilityFlow } from "./probability-flow.ts";
import { crossEntropyWeightOf, energyWeightOf } from "./slots.ts";

const NAMED = { kind: "diffusion", section: "Noised mixtures" } as const;

/** Where a logarithm makes the HJB equation linear: the schedule, k, and the law whose noised density η is. */
interface Linear {
  readonly alphaStd: NonNullable<DataProblem["alphaStd"]>;
  readonly k: number;
  readonly law: Required<Pick<Density, "diffused">> & Density;
  readonly offset: number;
}

function linearOf({ dynamics, lagrangian, terminal, data, alphaStd }: DataProblem): Linear | Unsolved {
  if (!alphaStd)
    return {
      slot: "dynamics",
      reason: "These noisy dynamics are not the reversal of a known noising process, so there is no closed form.",
    };
  const lambda = crossEntropyWeightOf(terminal);
  if (lambda === undefined)
    return {
      slot: "terminal",
      reason:
        "With noise a closed form is known for the cross-entropy, and between Gaussians for reverse KL and a prescribed end; a grid solves more.",
    };
  if (lagrangian.spec.free)
    return {
      slot: "lagrangian",
      reason: "Without a running cost every flow that reaches the data is optimal: the game has no unique solution.",
    };
  const weight = energyWeightOf(lagrangian);
  if (weight === undefined)
    return {
      slot: "lagrangian",
      reason:
        "With noise a closed form is known for the kinetic energy only: another cost leaves no logarithm that makes the HJB equation linear.",
    };
  const velocityControl = dynamics.spec.gain(dynamics.params) === "one";
  if (velocityControl && dynamics.spec.steadySigma === undefined)
    return {
      slot: "dynamics",
      reason:
        "A velocity is picked and the noise changes with time: no logarithm makes the HJB equation linear, so there is no closed form.",
    };
  const k = velocityControl ? weight * alphaStd(0).sigma2 : weight;
  const tempered = temperedLaw(data, lambda, k);
  return "slot" in tempered ? tempered : { ...tempered, alphaStd, k };
}

export function diffusionSolution(problem: DataProblem): ClosedForm | Unsolved {
  const { horizon, lagrangian, data, reference } = problem;
  const linear = linearOf(problem);
  if ("slot" in linear) return linear;
  const { alphaStd, k, law, offset } = linear;
  const d = data.dimension;
  const withDivergence = lagrangian.spec.coleHopf;
  if (!reference.logDensity || !reference.score)
    return { slot: "reference", reason: "The density of the reference is not known, so neither is the cost." };

  const at = noisedLaw(law, alphaStd, horizon);

  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    const { noising, eta } = at(t);
    const { alpha, sigma2, driftRate } = noising;
    const log = new Float64Array(n);
    const score = new Float64Array(n * d);
    const curvature = new Float64Array(n);
    if (out.U || out.density) eta.logDensity(x, n, log);
    if (out.gradient || out.dt) eta.score(x, n, score);
    if (out.laplacian || out.dt) eta.laplacianLogDensity(x, n, curvature);
    const shift = offset + (withDivergence ? 0 : d * Math.log(alpha));
    for (let i = 0; i < n; i++) {
      let along = 0;
      let square = 0;
      for (let j = i * d; j < i * d + d; j++) {
        along += x[j]! * score[j]!;
        square += score[j]! * score[j]!;
        if (out.gradient) out.gradient[j] = -k * score[j]!;
      }
      if (out.U) out.U[i] = -k * (log[i]! + shift);
      if (out.laplacian) out.laplacian[i] = -k * curvature[i]!;
      if (out.dt) out.dt[i] = k * (driftRate * along + 0.5 * sigma2 * (square + curvature[i]!)) + (withDivergence ? k * d * driftRate : 0);
      if (out.density) out.density[i] = Math.exp(log[i]!);
    }
  };

  const starting = reference as StartingLaw;
  const { unsettled, skew, ...end } = populationMoments(starting, law as NoisableLaw, at(0), (x, n, U) => values(x, n, 0, { U }));
  return {
    ...NAMED,
    about: unsettled === null ? ABOUT : `${ABOUT} ${notSettled(unsettled)}`,
    dimension: d,
    ...end,
    energy: null,
    moments: (t) => (t >= horizon ? { mean: end.mean, covariance: end.covariance, skew } : momentsOnTheWay(starting, at(0), at(t))),
    value: pointwiseValue(d, values),
    values,
    velocity(x, n, t, out) {
      const { noising, eta } = at(t);
      eta.score(x, n, out);
      for (let j = 0; j < n * d; j++) out[j] = noising.driftRate * x[j]! + 0.5 * noising.sigma2 * out[j]!;
    },
    ...probabilityFlow(law, alphaStd, horizon),
  };
}

/** Of the population where η(·, s) is left of the noise: from there on the noise does what it does from s to T. */
function momentsOnTheWay(reference: StartingLaw, start: NoisedLaw, now: NoisedLaw): Moments {
  const alpha = start.noising.alpha / now.noising.alpha;
  const std = Math.sqrt(Math.max(0, start.noising.std ** 2 - (alpha * now.noising.std) ** 2));
  const { mean, covariance, skew } = populationMoments(reference, now.eta, { noising: { alpha, std }, eta: start.eta });
  return { mean, covariance, skew };
}

const ABOUT = "The value function is minus the logarithm of the noised data; particles are shown along its probability flow.";

const notSettled = (change: number): string =>
  `Mean, covariance and cost are only good to about ${String(Number((100 * change).toPrecision(1)))} %: the data are too fine against the reference for the grid that they are summed on.`;

/** A density that is known and stays known under noise. */
export type NoisableLaw = Density & Required<Pick<Density, "logDensity" | "score" | "laplacianLogDensity">>;

export interface NoisedLaw {
  readonly noising: Noising;
  readonly eta: NoisableLaw;
}

/** π^p normalised, and the constant c that normalising it costs. */
function temperedLaw(
  data: Density,
  lambda: number,
  k: number,
): { law: Required<Pick<Density, "diffused">> & Density; offset: number } | Unsolved {
  if (!data.diffused || !data.logDensity) return { slot: "data", reason: "The density of these data is not known, only samples of it." };
  const p = lambda / k;
  if (Math.abs(p - 1) < 1e-12) return { law: data as Required<Pick<Density, "diffused">> & Density, offset: 0 };
  if (!data.gaussian) {
    return {
      slot: "terminal",
      reason: `With this weight the end condition is the data's density to the power ${Number(p.toPrecision(3))}; its noised law is known only for a Gaussian. Choose the weight ${Number(k.toPrecision(6))}.`,
    };
  }
  const { mean, covariance } = data.gaussian;
  const narrow = { mean, covariance: scaled(1 / p, covariance) };
  return {
    law: gaussianMixture({ means: [mean], covariances: [narrow.covariance] }),
    offset: p * logGaussian(mean, data.gaussian) - logGaussian(mean, narrow),
  };
}

/** η at a generation time, kept for the last time asked: fields are asked time by time. */
function noisedLaw(law: Required<Pick<Density, "diffused">>, alphaStd: (s: number) => Noising, horizon: number): (t: number) => NoisedLaw {
  let last: { t: number; noised: NoisedLaw } | undefined;
  return (t) => {
    if (last?.t !== t) {
      const noising = alphaStd(Math.max(horizon - t, 0));
      last = { t, noised: { noising, eta: law.diffused(noising.alpha, noising.std) as NoisableLaw } };
    }
    return last.noised;
  };
}
