/**
 * @file A kernel's average over a crowd, at points.
 *
 *     κ(xᵢ) ≈ (1/R) Σ_r k(xᵢ, y_(i+r))       indices modulo the size of the crowd; a particle of the crowd is never its own partner
 *
 * Both are independent draws, so R partners estimate the average over all without bias.
 */
import type { PopulationFeature } from "../../catalogue/terms.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import type { Setup } from "../game/setup.ts";

export type KernelFeature = Extract<PopulationFeature, { readonly kind: "kernel" }>;

/** Partners of a point. */
const PARTNERS = 256;

/** At x [n, d], over the crowd y [m, d]. */
export type KernelAverage = (x: Float32Array, n: number, y: Float32Array) => Float64Array;

export function kernelAverage(
  { kernel }: KernelFeature,
  { dimension: d, uniforms, uniformNames }: Pick<Setup, "dimension" | "uniforms" | "uniformNames">,
): KernelAverage {
  const value = plan([kernel], uniformNames);
  return (x, n, y) => {
    const m = y.length / d;
    const first = x === y ? 1 : 0;
    const count = Math.min(PARTNERS, m - first);
    // Partner i + r stands at row i + r.
    const partners = new Float32Array((n + first + count) * d).map((_, q) => y[q % (m * d)]!);
    const [sum, k] = [new Float64Array(n), new Float64Array(n)];
    for (let r = first; r < first + count; r++) {
      const inputs = value.columns.map((name) => {
        const axis = Number(name.slice(1)) - 1;
        return name.startsWith("x") ? column(x, axis, d) : column(partners, r * d + axis, d);
      });
      value.evaluate(n, inputs, value.uniforms.map(uniforms), [column(k)]);
      for (let i = 0; i < n; i++) sum[i]! += k[i]! / count;
    }
    return sum;
  };
}
