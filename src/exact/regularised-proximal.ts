/**
 * @file The regularised Wasserstein proximal of a quadratic cost, from a Gaussian: noise, a kinetic energy, and V paid at the end alone.
 *
 *     φ(T) = e^(−V/ε),     U = −ε log φ,     V = (q/2)|x − c|²
 *     ρ_T(x) = ∫ K(x, y) ρ₀(y) dy,     K(x, y) = e^(−(V(x) + w|x − y|²/2T)/ε) / ∫ e^(−(V(z) + w|z − y|²/2T)/ε) dz
 *
 * V does not ask who else is there, so φ(T) is known from the start and nothing has to be fitted. A spring that pushes (q < 0) must not
 * push harder than the way costs, w + qT > 0: else everybody flees, and U is −∞. (docs/mathematics.md, Regularised proximal)
 */
import type { Gaussian } from "../math/laws/gaussian.ts";
import { dotNumbers, identity, scaled } from "../math/matrices.ts";
import { factoredForm } from "./gaussian-factors.ts";
import type { ClosedForm, Unsolved } from "./problem.ts";

export interface RegularisedProximal {
  readonly reference: Gaussian;
  readonly horizon: number;
  readonly sigma: number;
  /** ε = σ²w/g². */
  readonly epsilon: number;
  /** q and c of V. */
  readonly spring: number;
  readonly centre: readonly number[];
}

export function regularisedProximal(game: RegularisedProximal): ClosedForm | Unsolved {
  const { reference, horizon, sigma, epsilon, spring, centre } = game;
  if (!(1 + (spring * sigma ** 2 * horizon) / epsilon > 0))
    return { slot: "terminal", reason: "The spring pushes harder than the way costs: everybody flees, and the game has no value." };
  const ofEnd = 0.5 * spring * dotNumbers(centre, centre);
  const atEnd = {
    P: scaled(spring / epsilon, identity(centre.length)),
    h: centre.map((value) => (spring / epsilon) * value),
    c: -ofEnd / epsilon,
  };
  const paid = ({ mean, covariance }: Gaussian): number =>
    mean.reduce((total, m, i) => total + 0.5 * spring * ((m - centre[i]!) ** 2 + covariance[i]![i]!), 0);
  return factoredForm({
    ...{ reference, horizon, sigma, epsilon, atEnd, endCost: paid },
    kind: "gaussian-proximal-noisy",
    section: "Regularised proximal",
    about:
      "One step of the regularised Wasserstein proximal: shaken particles go towards a quadratic cost as far as it pays; every marginal is Gaussian. Shown is the flow without noise that has the same marginals.",
  });
}
