/**
 * @file Fisher information traded for noise (docs/mathematics.md, Fisher information).
 *
 * Steered with kinetic energy, 𝓗 = ½ m|p|², a crowd in noise σ that pays (σ_F⁴/8)∫|∇log ρ|²ρ has the densities of one in more noise that
 * pays nothing for them, and less for its end:
 *
 *     σ′⁴ = σ⁴ + m σ_F⁴,     δ = (σ′² − σ²)/2m,     ℳ′[ρ] = ℳ[ρ] − δ ∫ρ log ρ,     U = U′ + δ (log ρ + 1)
 */
import { add, type Expr, leaves, mul, sqrt, square } from "../../math/expressions/expression.ts";
import { uniformValue } from "./evaluation.ts";
import type { BoundFunctional } from "./functional.ts";
import type { Setup } from "./setup.ts";

export interface TradedNoise {
  /** σ′². */
  readonly variance: number;
  /** δ. */
  readonly entropy: number;
}

export const actsAsNoise = ({ spec }: BoundFunctional): boolean => spec.asNoise !== undefined;

/** By noise of its own, or by what acts as noise. */
export const isShaken = ({ composed, sigmaAt }: Setup): boolean => sigmaAt(0) > 0 || composed.interactions.some(actsAsNoise);

/** undefined where nothing is traded, or cannot be: noise that changes, or a Hamiltonian that is not quadratic. */
export function tradedNoise(setup: Setup): TradedNoise | undefined {
  const { composed, sigmaAt } = setup;
  const formula = tradedVariance(setup);
  if (formula === undefined || leaves([composed.sigma]).has("t")) return undefined;
  const sigma = sigmaAt(0);
  const variance = numberOf(formula, 0, setup);
  return { variance, entropy: (variance - sigma * sigma) / (2 * mobilityAt(setup, 0)!) };
}

/** σ′², as a formula of what may change while a run is on. */
function tradedVariance({ experiment, composed }: Setup): Expr | undefined {
  const amounts = composed.interactions.flatMap(({ spec }, i) => spec.asNoise?.(experiment.game.interactions[i]!.params) ?? []);
  const mobility = composed.mobility();
  if (amounts.length === 0 || mobility === undefined) return undefined;
  const information = amounts.reduce((total, amount) => total + amount * amount * (amount * amount), 0);
  return sqrt(add(square(square(composed.sigma)), mul(mobility, information)));
}

/** How far the noise that is traded spreads a particle over the horizon: σ′√T. */
export function tradedSpread(setup: Setup): Expr {
  const variance = tradedVariance(setup);
  if (variance === undefined) throw new Error("Nothing in this game acts as noise.");
  return sqrt(mul(variance, setup.composed.at.horizon));
}

/** m where 𝓗 = −f·p + ½ m|p|²; undefined where it is another. */
export function mobilityAt(setup: Setup, t: number): number | undefined {
  const mobility = setup.composed.mobility();
  return mobility === undefined ? undefined : numberOf(mobility, t, setup);
}

function numberOf(formula: Expr, t: number, { uniforms }: Setup): number {
  return uniformValue(formula, (name) => (name === "t" ? t : uniforms(name)));
}
