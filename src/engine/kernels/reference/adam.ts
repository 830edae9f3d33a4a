/**
 * @file The optimiser on typed arrays: the twin of `adam` in wasm/parameters.assembly.ts, in f64 between loads and stores.
 *
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *     θ ← θ − rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε),   average ← ema · average + (1 − ema) · θ
 */
import { powOf } from "../../../math/power.ts";
import type { AdamSettings, JetKernel } from "../jets.ts";

export function adamUpdate(kernel: Pick<JetKernel, "theta" | "gTheta" | "average" | "moments">, settings: AdamSettings): number {
  const { theta, gTheta, average } = kernel;
  const { first: m, second: v } = kernel.moments;
  const { step, rate, beta1, beta2, epsilon, clip, ema } = settings;
  let squared = 0;
  for (const g of gTheta) squared += g * g;
  const norm = Math.sqrt(squared);
  if (Number.isFinite(norm)) {
    const scale = clip > 0 && norm > clip ? clip / norm : 1;
    const correction1 = 1 - powOf(beta1, step);
    const correction2 = 1 - powOf(beta2, step);
    for (let i = 0; i < theta.length; i++) {
      const g = scale * gTheta[i]!;
      m[i] = beta1 * m[i]! + (1 - beta1) * g;
      v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
      theta[i] = theta[i]! - (rate * m[i]!) / correction1 / (Math.sqrt(v[i]! / correction2) + epsilon);
      average[i] = ema * average[i]! + (1 - ema) * theta[i]!;
    }
  }
  gTheta.fill(0);
  return norm;
}
