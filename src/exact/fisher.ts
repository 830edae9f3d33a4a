/**
 * @file Games with Fisher information between Gaussians: a bridge in more noise, seen as one in less.
 *
 *     σ′⁴ = σ⁴ + Σσ_F⁴ g²/w,    δ = (w/g²)(σ′² − σ²)/2,    U = U′ + δ (log ρ + level)         level 1, or −E_π log π at a prescribed end
 *
 * U′ and ρ are those of the game in noise σ′ whose end costs δ ∫ρ log ρ less (gaussian-scaling.ts). The flow u that carries ρ is the same
 * for both and affine, so with ∇log ρ the velocity v = u + (σ²/2)∇log ρ is affine too and what it costs a Gaussian integral at each time;
 * ∂ₜ log ρ = −∇·u − u·∇log ρ. (docs/mathematics.md, Fisher information)
 */
import { type Gaussian, gaussianDivergence } from "../math/laws/gaussian.ts";
import { apply, combination, determinant, dotNumbers, inverse, type Matrix, product, trace, transposed } from "../math/matrices.ts";
import { gaussianScaling, type NoisyGaussianGame } from "./gaussian-scaling.ts";
import { type ClosedForm, type ExactProblem, type Unsolved, type ValueFields, pointwiseValue } from "./problem.ts";
import { effortOf, endWeightOf, isPlain } from "./slots.ts";

/** @internal */
export interface FisherGame extends Pick<NoisyGaussianGame, "reference" | "data" | "horizon" | "terminal"> {
  /** The game's own noise; 0 without. */
  readonly sigma: number;
  /** w/g². */
  readonly weight: number;
  /** Σσ_F⁴. */
  readonly fisher: number;
}

/** Intervals of Simpson's rule over the horizon. */
const INTERVALS = 256;

/** Beside kinetic energy, with a prescribed end or one that costs reverse KL, and nothing else. */
export function fisherSolution(problem: ExactProblem): ClosedForm | Unsolved {
  const { interactions, discount, dynamics, terminal, data, reference, horizon } = problem;
  const unsolved = (slot: Unsolved["slot"], without: string): Unsolved => ({
    slot,
    reason: `With Fisher information a closed form is known ${without} only.`,
  });
  const amounts = interactions.flatMap(({ spec, params }) => spec.asNoise?.(params) ?? []);
  const [effort, end] = [effortOf(problem), endWeightOf(terminal)];
  if (amounts.length < interactions.length) return unsolved("interactions", "without other interactions");
  if (discount !== 0) return unsolved("discount", "without a discount");
  if (!isPlain(dynamics)) return unsolved("dynamics", "without noise or with constant noise");
  if (effort === undefined) return unsolved("lagrangian", "for the kinetic energy");
  if (end === undefined) return unsolved("terminal", "for a prescribed end or reverse KL");
  if (!data?.gaussian) return unsolved("data", "between Gaussians");
  if (!reference.gaussian) return unsolved("reference", "between Gaussians");
  return fisherFlow({
    ...{ reference: reference.gaussian, data: data.gaussian, horizon, terminal: end },
    ...effort,
    fisher: amounts.reduce((total, sigma) => total + sigma ** 4, 0),
  });
}

/** @internal */
export function fisherFlow(game: FisherGame): ClosedForm {
  const { reference, data, horizon, terminal, weight, fisher } = game;
  const own = game.sigma ** 2;
  const variance = Math.sqrt(own ** 2 + fisher / weight);
  const entropy = (weight * (variance - own)) / 2;
  const bridge = gaussianScaling({ reference, data, horizon, terminal, sigma: Math.sqrt(variance), epsilon: weight * variance, entropy });
  const prescribed = !Number.isFinite(terminal);
  const level = prescribed ? (data.mean.length + logNormaliser(data)) / 2 : 1;
  const d = bridge.dimension;
  const values = (x: ArrayLike<number>, n: number, t: number, out: ValueFields): void => {
    bridge.values(x, n, t, out);
    addEntropy(bridge, entropy, level, { x, n, t }, out);
  };
  const { energy, information } = spent(bridge, own, horizon);
  const atEnd = prescribed ? 0 : terminal * gaussianDivergence({ mean: bridge.mean, covariance: bridge.covariance }, data);
  return {
    ...bridge,
    kind: prescribed ? "gaussian-fisher" : "gaussian-fisher-reverse-kl",
    section: "Fisher information",
    about:
      own > 0
        ? "Shaken particles between Gaussians whose crowd pays Fisher information: its marginals are Gaussian, and those of more noise. Shown is the flow without noise that has the same marginals."
        : "Between Gaussians the flow that pays Fisher information carries the marginals of a Schrödinger bridge, without its noise.",
    cost: weight * energy + (fisher / 8) * information + atEnd,
    energy,
    value: pointwiseValue(d, values),
    values,
  };
}

/** d log 2π + log det Σ. */
const logNormaliser = ({ mean, covariance }: Gaussian): number => mean.length * Math.log(2 * Math.PI) + Math.log(determinant(covariance));

/** u = slope x + offset at one time, read off the closed form. */
function flowAt({ velocity, dimension: d }: ClosedForm, t: number): { readonly slope: Matrix; readonly offset: readonly number[] } {
  const corners = [
    new Array<number>(d).fill(0),
    ...Array.from({ length: d }, (_, k) => Array.from({ length: d }, (_one, i) => (i === k ? 1 : 0))),
  ];
  const out = new Float64Array((d + 1) * d);
  velocity(corners.flat(), d + 1, t, out);
  const offset = [...out.subarray(0, d)];
  return { offset, slope: offset.map((zero, i) => offset.map((_, j) => out[(j + 1) * d + i]! - zero)) };
}

interface At {
  readonly x: ArrayLike<number>;
  readonly n: number;
  readonly t: number;
}

function addEntropy(bridge: ClosedForm, entropy: number, level: number, { x, n, t }: At, out: ValueFields): void {
  const d = bridge.dimension;
  const law = bridge.moments(t);
  const precision = inverse(law.covariance);
  const flow = flowAt(bridge, t);
  const [spread, bend] = [trace(flow.slope), -trace(precision)];
  for (let i = 0; i < n; i++) {
    const at = Array.from({ length: d }, (_, k) => x[i * d + k]!);
    const off = at.map((value, k) => value - law.mean[k]!);
    const score = apply(precision, off).map((value) => -value);
    const u = apply(flow.slope, at).map((value, k) => value + flow.offset[k]!);
    if (out.U) out.U[i]! += entropy * (0.5 * (dotNumbers(score, off) - logNormaliser(law)) + level);
    if (out.gradient) for (let k = 0; k < d; k++) out.gradient[i * d + k]! += entropy * score[k]!;
    if (out.laplacian) out.laplacian[i]! += entropy * bend;
    if (out.dt) out.dt[i]! -= entropy * (spread + dotNumbers(u, score));
  }
}

/** ½E∫|v|² and E∫|∇log ρ|², v = u + (σ²/2)∇log ρ. */
function spent(bridge: ClosedForm, variance: number, horizon: number): { readonly energy: number; readonly information: number } {
  let [energy, information] = [0, 0];
  for (let k = 0; k <= INTERVALS; k++) {
    const t = (k * horizon) / INTERVALS;
    const weight = ((k === 0 || k === INTERVALS ? 1 : k % 2 === 0 ? 2 : 4) * horizon) / (3 * INTERVALS);
    const { mean, covariance } = bridge.moments(t);
    const { slope, offset } = flowAt(bridge, t);
    const precision = inverse(covariance);
    const turn = combination(1, slope, -variance / 2, precision);
    const drift = apply(slope, mean).map((value, i) => value + offset[i]!);
    energy += (weight / 2) * (dotNumbers(drift, drift) + trace(product(product(turn, covariance), transposed(turn))));
    information += weight * trace(precision);
  }
  return { energy, information };
}
