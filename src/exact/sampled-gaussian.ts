/**
 * @file The law that a sampler makes of a Gaussian when the drift is affine, b(x, t) = A(t) x + c(t): Gaussian, moved by matrices alone.
 *
 *     a step      x⁺ = M x + v + noise            mean⁺ = M mean + v,   C⁺ = M C Mᵀ + N
 *     Heun        M = I + (h/2)(A₀ + A₁(I + hA₀)),   v = (h/2)(c₀ + c₁ + hA₁c₀),   N = 0
 *     Euler-M.    M = I + hA₀,                       v = hc₀,                      N = hσ₀² I
 *     no steps    mean′ = A mean + c,   C′ = AC + CAᵀ + σ² I                       (Runge-Kutta, order 4, in u with t = t(u))
 *
 * With the exact score of Gaussian data, C_s = α²C₁ + std² I, nothing has to be stepped. From N(m₀, C₀) at T to noising time s, r = α_T/α_s:
 *
 *     flow        mean = α_s m₁ + G(m₀ − α_T m₁),   C = G C₀ Gᵀ,   G = √C_s √C_T⁻¹                    (C_s, C_T commute)
 *     SDE         the same with G = r C_s C_T⁻¹,    C = G C₀ Gᵀ + C_s − r² C_s C_T⁻¹ C_s               (law of Y_s given Y_T)
 */
import {
  apply,
  combination,
  diagonal,
  identity,
  inverse,
  type Matrix,
  product,
  scaled,
  symmetricRoot,
  transposed,
} from "../math/matrices.ts";

export interface GaussianLaw {
  readonly mean: readonly number[];
  readonly covariance: Matrix;
}

/** At one time. */
export interface AffineDrift {
  readonly slope: Matrix;
  readonly offset: readonly number[];
  /** σ² of the paths; 0 along a flow. */
  readonly sigma2: number;
}

/** α and std of the noising process. */
interface Noised {
  readonly alpha: number;
  readonly std: number;
}

const plus = (a: readonly number[], b: readonly number[], factor = 1): number[] => a.map((value, i) => value + factor * b[i]!);

/** Where steps over the given times lead. @param drifts one at each time; noisy paths go by Euler-Maruyama, others by Heun */
export function steppedLaw(start: GaussianLaw, times: ArrayLike<number>, drifts: readonly AffineDrift[]): GaussianLaw {
  const d = start.mean.length;
  const one = identity(d);
  let { mean, covariance }: GaussianLaw = start;
  for (let k = 0; k + 1 < times.length; k++) {
    const h = times[k + 1]! - times[k]!;
    const [now, next] = [drifts[k]!, drifts[k + 1]!];
    const euler = combination(1, one, h, now.slope);
    const noisy = now.sigma2 > 0;
    const matrix = noisy ? euler : combination(1, one, h / 2, combination(1, now.slope, 1, product(next.slope, euler)));
    const shift = noisy
      ? scaled(h, [now.offset])[0]!
      : plus(plus(now.offset, next.offset), apply(next.slope, now.offset), h).map((value) => (h / 2) * value);
    mean = plus(apply(matrix, mean), shift);
    covariance = combination(1, product(product(matrix, covariance), transposed(matrix)), h * now.sigma2, one);
  }
  return { mean, covariance };
}

/** Where infinitely many steps would lead. @param drifts at equally spaced u from 0 to 1, an odd number; `speeds` is dt/du there */
export function unsteppedLaw(start: GaussianLaw, speeds: ArrayLike<number>, drifts: readonly AffineDrift[]): GaussianLaw {
  const one = identity(start.mean.length);
  const slope = (k: number, { mean, covariance }: GaussianLaw): GaussianLaw => {
    const { slope: A, offset, sigma2 } = drifts[k]!;
    const moved = product(A, covariance);
    return {
      mean: plus(apply(A, mean), offset).map((value) => speeds[k]! * value),
      covariance: scaled(speeds[k]!, combination(1, combination(1, moved, 1, transposed(moved)), sigma2, one)),
    };
  };
  const along = (law: GaussianLaw, h: number, by: GaussianLaw): GaussianLaw => ({
    mean: plus(law.mean, by.mean, h),
    covariance: combination(1, law.covariance, h, by.covariance),
  });
  const h = 2 / (drifts.length - 1);
  let law = start;
  for (let k = 0; k + 2 < drifts.length; k += 2) {
    const first = slope(k, law);
    const second = slope(k + 1, along(law, h / 2, first));
    const third = slope(k + 1, along(law, h / 2, second));
    const fourth = slope(k + 2, along(law, h, third));
    law = along(along(along(along(law, h / 6, first), h / 3, second), h / 3, third), h / 6, fourth);
  }
  return law;
}

export const noisedGaussian = ({ mean, covariance }: GaussianLaw, { alpha, std }: Noised): GaussianLaw => ({
  mean: mean.map((value) => alpha * value),
  covariance: combination(alpha * alpha, covariance, std * std, identity(mean.length)),
});

/** Where the exact score leads from `start` at the noisy end to the clean one, without steps. */
export function exactlyDenoised(data: GaussianLaw, start: GaussianLaw, noisy: Noised, clean: Noised, paths: "ode" | "sde"): GaussianLaw {
  const [from, to] = [noisedGaussian(data, noisy), noisedGaussian(data, clean)];
  const r = noisy.alpha / clean.alpha;
  const back = inverse(from.covariance);
  const matrix =
    paths === "ode"
      ? product(symmetricRoot(to.covariance), inverse(symmetricRoot(from.covariance)))
      : scaled(r, product(to.covariance, back));
  const carried = product(product(matrix, start.covariance), transposed(matrix));
  const fresh =
    paths === "ode"
      ? diagonal(start.mean.length, 0)
      : combination(1, to.covariance, -r * r, product(product(to.covariance, back), to.covariance));
  return { mean: plus(to.mean, apply(matrix, plus(start.mean, from.mean, -1))), covariance: combination(1, carried, 1, fresh) };
}

/** As many directions as for samples. */
const DIRECTIONS = 64;

/**
 * The vector of means and deviations over directions, so scaled that |q_a − q_b|² is the squared sliced W₂ of two Gaussians:
 * along θ the quantiles are θ·m + √(θᵀCθ) z, and E z = 0, E z² = 1.
 */
export function gaussianQuantiles({ mean, covariance }: GaussianLaw): Float64Array {
  if (mean.length === 1) return Float64Array.of(mean[0]!, Math.sqrt(covariance[0]![0]!));
  const scale = 1 / Math.sqrt(DIRECTIONS);
  return Float64Array.from({ length: 2 * DIRECTIONS }, (_, j) => {
    const angle = (Math.PI * (j >> 1)) / DIRECTIONS;
    const theta = [Math.cos(angle), Math.sin(angle)];
    if (j % 2 === 0) return scale * (theta[0]! * mean[0]! + theta[1]! * mean[1]!);
    const turned = apply(covariance, theta);
    return scale * Math.sqrt(theta[0]! * turned[0]! + theta[1]! * turned[1]!);
  });
}
