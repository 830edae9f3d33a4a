/**
 * @file Fisher information traded for noise (docs/mathematics.md, Fisher information).
 *
 * Steered with kinetic energy, 𝓗 = ½ m|p|², a crowd in noise σ that pays (σ_F⁴/8)∫|∇log ρ|²ρ has the densities of one in more noise that
 * pays nothing for them, and less for its end:
 *
 *     σ′⁴ = σ⁴ + m σ_F⁴,     δ = (σ′² − σ²)/2m,     ℳ′[ρ] = ℳ[ρ] − δ ∫ρ log ρ,     U = U′ + δ (log ρ + 1)
 */
import { leaves } from "../../math/expressions/expression.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import type { BoundFunctional } from "../game/functional.ts";
import type { Setup } from "../game/setup.ts";

export interface TradedNoise {
  /** σ′². */
  readonly variance: number;
  /** δ. */
  readonly entropy: number;
}

export const actsAsNoise = ({ spec }: BoundFunctional): boolean => spec.asNoise !== undefined;

/** undefined where nothing is traded, or cannot be: noise that changes, or a Hamiltonian that is not quadratic. */
export function tradedNoise(setup: Setup): TradedNoise | undefined {
  const { experiment, composed, sigmaAt } = setup;
  const amounts = composed.interactions.flatMap(({ spec }, i) => spec.asNoise?.(experiment.game.interactions[i]!.params) ?? []);
  if (amounts.length === 0 || leaves([composed.sigma]).has("t")) return undefined;
  const mobility = mobilityAt(setup, 0);
  if (mobility === undefined) return undefined;
  const own = sigmaAt(0) ** 2;
  const variance = Math.sqrt(amounts.reduce((total, amount) => total + mobility * amount ** 4, own ** 2));
  return { variance, entropy: (variance - own) / (2 * mobility) };
}

/** m where 𝓗 = −f·p + ½ m|p|²; undefined where it is another. */
export function mobilityAt({ composed, uniforms }: Setup, t: number): number | undefined {
  const mobility = composed.mobility();
  if (mobility === undefined) return undefined;
  const planned = plan([mobility], leaves([mobility]));
  const out = new Float64Array(1);
  const given = planned.uniforms.map((name) => (name === "t" ? t : uniforms(name)));
  planned.evaluate(1, [], given, [column(out)]);
  return out[0]!;
}
