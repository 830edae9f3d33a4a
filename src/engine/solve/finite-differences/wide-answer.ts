/**
 * @file How the end answers the population far and wide. A solver's fit knows how ρ(T) follows U(T) node by node,
 *
 *     log ρ(T) falls by 1/ε where U(T) grows by 1                            as the noise has it, and the viscosity of differences
 *
 * which is right for ripples only. What is wide moves the population instead: over a time T with mobility m,
 *
 *     −∂log ρ/∂U = K = L (1 + εL)⁻¹,     L = −(T m/ρ) ∇·(ρ∇)                ε the limit for ripples, L for little noise
 *
 * With s = ∂price/∂log ρ, Newton's step for U = price is (1 + sK) δ = (1 + s/ε) miss, miss = fit − U, so that
 *
 *     δ = miss + s/(ε + s) w,     (1 + (ε + s) L) w = (1 + s/ε) miss
 *
 * Where the fit alone takes more sweeps the finer the nodes are, this does not. It has no part in where sweeps end: δ = 0 only with the miss.
 */
import type { Lattice } from "../lattice.ts";
import { backward, emptyChain, solveChain, strideOf } from "./chain.ts";

export interface WideAnswer {
  readonly lattice: Lattice;
  /** ε. */
  readonly epsilon: number;
  /** T m. */
  readonly reach: number;
}

/** Of w, relative to its largest value. */
const TOLERANCE = 1e-6;

/** log of the largest ratio of densities at neighbours. */
const STEEPEST = 30;

/** @param slope s at the nodes, none negative. @returns δ */
export function widely(
  { lattice, epsilon, reach }: WideAnswer,
  logDensity: Float64Array,
  slope: Float64Array,
  miss: Float64Array,
): Float64Array {
  const chain = emptyChain(lattice);
  lattice.axes.forEach(({ step, nodes }, k) => {
    const stride = strideOf(lattice, k);
    const [down, up] = [chain.down[k]!, chain.up[k]!];
    for (let i = 0; i < lattice.n; i++) {
      const place = k === 0 ? i % nodes : Math.floor(i / nodes);
      const rate = (other: number): number =>
        (((epsilon + slope[i]!) * reach) / (step * step)) * Math.exp(Math.min((logDensity[other]! - logDensity[i]!) / 2, STEEPEST));
      down[i] = place === 0 ? 0 : rate(i - stride);
      up[i] = place === nodes - 1 ? 0 : rate(i + stride);
    }
  });
  const owed = miss.map((value, i) => value * (1 + slope[i]! / epsilon));
  const w = solveChain(backward(chain, 1), owed, miss.slice(), TOLERANCE);
  return miss.map((value, i) => value + (slope[i]! / (epsilon + slope[i]!)) * w[i]!);
}
