/**
 * @file The costate and the cost to go along stored paths, backwards in time.
 *
 *     ṗ = κp + ∂ₓ𝓗(x, p, t) − ∇P,         p(T) = ∇δℳ/δρ           where the path is optimal, p = ∇U
 *     ẏ = κy − L − P,                      y(T) = δℳ/δρ            and y = U; with noise both on average
 *
 *     p_k = e^(−κh) p_{k+1} + ∫₀ʰ e^(−κτ) F dτ,     F = ∇P − ∂ₓ𝓗 on the line between its two ends             error h²
 *
 * so that a discount that outruns the step is no stiffness. ∂ₓ𝓗 at the earlier end is taken at p as F at the later end foretells it.
 */
import { type Expr, input, isNumber } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { runPlan, type Uniforms } from "../game/evaluation.ts";
import type { Setup } from "../game/setup.ts";
import type { CrowdAtTime } from "./point-prices.ts";

/** At one time of the paths: what acts there. */
export interface Acting {
  readonly crowd: CrowdAtTime;
  /** P [n], ∇P [n, d]. */
  readonly price: Float64Array;
  readonly priceSlope: Float64Array;
  /** L [n]. */
  readonly running: Float64Array;
  /** p [n, d], y [n]: at the last time they are given, before it they are found. */
  readonly costate: Float64Array;
  readonly costToGo: Float64Array;
}

/** ∂ₓ𝓗(x, p, t) [n, d], written; null where 𝓗 is the same everywhere. */
type HamiltonianSlope = (at: CrowdAtTime, p: Float64Array, n: number, uniforms: Uniforms, out: Float64Array) => void;

export type Backwards = (acting: readonly Acting[], n: number, uniforms: Uniforms) => void;

export function backwards(setup: Setup, capacity: number): Backwards {
  const d = setup.dimension;
  const bend = hamiltonianSlope(setup);
  const room = () => new Float64Array(capacity * d);
  const [early, late, guess] = [room(), room(), room()];
  return (acting, n, uniforms) => {
    const discount = uniforms("game.discount");
    for (let k = acting.length - 2; k >= 0; k--) {
      const [from, to] = [acting[k]!, acting[k + 1]!];
      const { kept, near, far } = shares(discount, to.crowd.t - from.crowd.t);
      for (let i = 0; i < n; i++)
        from.costToGo[i] = kept * to.costToGo[i]! + near * (from.running[i]! + from.price[i]!) + far * (to.running[i]! + to.price[i]!);
      for (let q = 0; q < n * d; q++) from.costate[q] = kept * to.costate[q]! + near * from.priceSlope[q]! + far * to.priceSlope[q]!;
      if (bend === null) continue;
      bend(to.crowd, to.costate, n, uniforms, late);
      for (let q = 0; q < n * d; q++) guess[q] = from.costate[q]! - (near + far) * late[q]!;
      bend(from.crowd, guess, n, uniforms, early);
      for (let q = 0; q < n * d; q++) from.costate[q]! -= near * early[q]! + far * late[q]!;
    }
  };
}

/** e^(−κh), and the weights of a line's two ends in ∫₀ʰ e^(−κτ) F dτ. */
export function shares(discount: number, h: number): { readonly kept: number; readonly near: number; readonly far: number } {
  const z = discount * h;
  const kept = Math.exp(-z);
  // By series where the differences cancel: (1 − e^(−z)(1 + z))/z² = ½ − z/3 + z²/8 − …
  const far = h * (z < 1e-3 ? 0.5 - z / 3 + (z * z) / 8 : (1 - kept * (1 + z)) / (z * z));
  const whole = h * (z < 1e-3 ? 1 - z / 2 + (z * z) / 6 : -Math.expm1(-z) / z);
  return { kept, near: whole - far, far };
}

function hamiltonianSlope({ composed, dimension: d, uniformNames }: Setup): HamiltonianSlope | null {
  const axes = Array.from({ length: d }, (_, i) => String(i + 1));
  const hamiltonian: Expr | undefined = composed.effectiveHamiltonian(axes.map((i) => input(`p${i}`)));
  if (hamiltonian === undefined) throw new Error(composed.noHamiltonian);
  const slopes = gradient(
    hamiltonian,
    axes.map((i) => `x${i}`),
  );
  if (slopes.every((slope) => isNumber(slope, 0))) return null;
  const planned = plan(slopes, new Set([...uniformNames, "t"]));
  return ({ x, t }, p, n, uniforms, out) => {
    const columns = Object.fromEntries(axes.flatMap((i, k) => [[`x${i}`, column(x, k, d)] as const, [`p${i}`, column(p, k, d)] as const]));
    runPlan(
      planned,
      n,
      columns,
      (name) => (name === "t" ? t : uniforms(name)),
      axes.map((_, k) => column(out, k, d)),
    );
  };
}
