/**
 * @file The costate and the cost to go along stored paths, backwards in time.
 *
 *     ṗ = κp + ∂ₓ𝓗(x, p, t) − ∇P,         p(T) = ∇δℳ/δρ           where the path is optimal, p = ∇U
 *     ẏ = κy − L − P,                      y(T) = δℳ/δρ            and y = U; with noise both on average
 *
 *     p_k = e^(−κh) p_{k+1} + ∫₀ʰ e^(−κτ) F dτ,     F = ∇P − ∂ₓ𝓗
 *
 * so that a discount that outruns the step is no stiffness. ∇P is on the parabola through three neighbouring times, where paths are smooth
 * (error h³), and on the line between two where they are noisy; ∂ₓ𝓗 is on a line, its earlier end at p as the later end foretells it.
 */
import { expOf } from "../../math/elementary.ts";
import { type Expr, input, isNumber } from "../../math/expressions/expression.ts";
import { gradient } from "../../math/expressions/gradient.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { powOf } from "../../math/power.ts";
import { runPlan, type Uniforms } from "../game/evaluation.ts";
import type { Setup } from "../game/setup.ts";
import type { CrowdAtTime } from "./point-prices.ts";
import { addScaled } from "./scaled.ts";

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

/** @param smooth paths have derivatives: there is no noise */
export function backwards(setup: Setup, capacity: number, smooth: boolean): Backwards {
  const d = setup.dimension;
  const bend = hamiltonianSlope(setup);
  const room = () => new Float64Array(capacity * d);
  const [early, late, guess] = [room(), room(), room()];
  return (acting, n, uniforms) => {
    const discount = uniforms("game.discount");
    const at = acting.map(({ crowd }) => crowd.t);
    for (let k = acting.length - 2; k >= 0; k--) {
      const [from, to] = [acting[k]!, acting[k + 1]!];
      const h = to.crowd.t - from.crowd.t;
      const first = Math.max(0, Math.min(k, acting.length - 3));
      const nodes = smooth && acting.length > 2 ? [first, first + 1, first + 2] : [k, k + 1];
      const weights = shares(
        discount,
        h,
        nodes.map((j) => at[j]! - at[k]!),
      );
      const kept = expOf(-discount * h);
      for (let i = 0; i < n; i++) from.costToGo[i] = kept * to.costToGo[i]!;
      for (let q = 0; q < n * d; q++) from.costate[q] = kept * to.costate[q]!;
      nodes.forEach((j, w) => {
        addScaled(from.costToGo, acting[j]!.running, weights[w]!, n);
        addScaled(from.costToGo, acting[j]!.price, weights[w]!, n);
        addScaled(from.costate, acting[j]!.priceSlope, weights[w]!, n * d);
      });
      if (bend === null) continue;
      const [near, far] = shares(discount, h, [0, h]) as [number, number];
      bend(to.crowd, to.costate, n, uniforms, late);
      for (let q = 0; q < n * d; q++) guess[q] = from.costate[q]! - (near + far) * late[q]!;
      bend(from.crowd, guess, n, uniforms, early);
      addScaled(from.costate, early, -near, n * d);
      addScaled(from.costate, late, -far, n * d);
    }
  };
}

/** ∫₀ʰ e^(−κτ) ℓ_j(τ) dτ of the Lagrange polynomials ℓ_j of two or three times. @internal */
export function shares(discount: number, h: number, times: readonly number[]): readonly number[] {
  const moments = momentsOf(discount, h);
  return times.map((t, j) => {
    const others = times.filter((_, i) => i !== j);
    const scale = others.reduce((product, other) => product * (t - other), 1);
    const total = others.reduce((sum, other) => sum + other, 0);
    const product = others.reduce((all, other) => all * other, 1);
    // (τ − a) or (τ − a)(τ − b), term by term.
    const integral = others.length === 1 ? moments[1]! - product * moments[0]! : moments[2]! - total * moments[1]! + product * moments[0]!;
    return integral / scale;
  });
}

/** ∫₀ʰ e^(−κτ) τʲ dτ for j = 0, 1, 2: by a series where the differences of the closed forms cancel. */
function momentsOf(discount: number, h: number): readonly number[] {
  const z = discount * h;
  return [0, 1, 2].map((j) => {
    if (z < 0.5) {
      let [term, total] = [1, 0];
      for (let k = 0; k < 20; k++) {
        total += term / (k + j + 1);
        term *= -z / (k + 1);
      }
      return total * powOf(h, j + 1);
    }
    const kept = expOf(-z);
    const closed = [1 - kept, 1 - kept * (1 + z), 2 - kept * (2 + 2 * z + z * z)][j]!;
    return closed / powOf(discount, j + 1);
  });
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
