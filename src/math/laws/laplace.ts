/**
 * @file The Laplace law on the line, with any amount of Gaussian noise added to it.
 *
 *     ρ(x)  = (T₋ + T₊)/(4b),   z = x − m,   T∓ = exp(τ²/(2b²) ∓ z/b) erfc((τ/b ∓ z/τ)/√2)
 *     ρ′    = (T₊ − T₋)/(4b²)                    so  ∇log ρ = (T₊ − T₋)/(b (T₋ + T₊))
 *     b²ρ″  = ρ − N(z; 0, τ²)                    so  Δ log ρ = 1/b² − N/(b²ρ) − (∇log ρ)²
 *
 * The exponents are huge and cancel for small b/τ and far out, so the T are carried as logarithms, with erfcx. τ = 0 is the
 * law itself: its logarithm has a kink at m, and Δ log ρ is 0 beside it.
 */
import { expOf, hypotOf, logOf, tanhOf } from "../elementary.ts";
import type { KnownDensity } from "./density.ts";
import type { Random } from "../random.ts";
import { sampler } from "./sampler.ts";
import { erfcx, logErfc, logSum } from "../special.ts";

const LOG_ROOT_TWO_PI = 0.5 * logOf(2 * Math.PI);

export function laplaceLaw(mean: number, width: number, noise = 0): KnownDensity {
  const evaluate = noise > 0 ? noisyLaplace(width, noise) : sharpLaplace(width);
  const fill =
    (name: keyof Local) =>
    (x: ArrayLike<number>, n: number, out: { [index: number]: number }): void => {
      for (let i = 0; i < n; i++) out[i] = evaluate(x[i]! - mean)[name];
    };
  return {
    dimension: 1,
    mean: [mean],
    covariance: [[2 * width * width + noise * noise]],
    sample(random: Random, n, x) {
      for (let i = 0; i < n; i++) {
        const size = -logOf(1 - random.uniform()) * width;
        const sign = random.uniform() < 0.5 ? -1 : 1;
        x[i] = mean + sign * size + (noise > 0 ? noise * random.normal() : 0);
      }
    },
    ...(noise > 0 ? {} : { sampler: () => sampler({ noise: "laplace", weights: [1], locations: [[mean]], factors: [[[width]]] }) }),
    logDensity: fill("log"),
    score: fill("score"),
    laplacianLogDensity: fill("second"),
    diffused: (alpha, std) => laplaceLaw(alpha * mean, alpha * width, hypotOf(alpha * noise, std)),
  };
}

interface Local {
  readonly log: number;
  readonly score: number;
  readonly second: number;
}

function sharpLaplace(b: number): (z: number) => Local {
  return (z) => ({ log: -Math.abs(z) / b - logOf(2 * b), score: -Math.sign(z) / b, second: 0 });
}

function noisyLaplace(b: number, tau: number): (z: number) => Local {
  const ratio = tau / b;
  /** log T for one sign; e^{τ²/2b² − z/b} erfc(u) = e^{−z²/2τ²} erfcx(u) where erfc itself would underflow. */
  const logTerm = (z: number): number => {
    const u = (ratio - z / tau) * Math.SQRT1_2;
    return u > 0 ? logOf(erfcx(u)) - 0.5 * (z / tau) * (z / tau) : 0.5 * ratio * ratio - z / b + logErfc(u);
  };
  return (z) => {
    const [minus, plus] = [logTerm(z), logTerm(-z)];
    const total = logSum(minus, plus);
    const log = total - logOf(4 * b);
    const score = tanhOf((plus - minus) / 2) / b; // (T₊ − T₋)/(T₊ + T₋)
    const gaussian = -0.5 * (z / tau) * (z / tau) - logOf(tau) - LOG_ROOT_TWO_PI;
    return { log, score, second: 1 / (b * b) - expOf(gaussian - log) / (b * b) - score * score };
  };
}
