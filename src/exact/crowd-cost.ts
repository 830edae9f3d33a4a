/**
 * @file What a Gaussian crowd pays along one axis, on its way or at its end: costs of its own, and attractions to a share of its mean.
 *
 *     price at x    own + Σ [½b(x − θm)² − (social only) bθ(1 − θ) m x]
 *     paid          own + Σ ½b[((1 − θ)m)² + s²]                                     by N(m, s²)
 *     the price's slope at m, and its bend there without that of μ log ρ:
 *                   q m − pull + Σ b(1 − θ)ʲ m,    q + Σ b                           j = 1 (Nash), 2 (social)
 */
import type { PriceTerms } from "../catalogue/price-terms.ts";
import type { Game } from "../catalogue/terms.ts";
import type { Gaussian } from "../math/laws/gaussian.ts";
import { atRate, type OwnCost, ownCost, ownPaid, ownPrice, sumOf } from "./own-cost.ts";
import { termsOf } from "./slots.ts";

export interface CrowdCost extends OwnCost {
  readonly attractions: readonly NonNullable<PriceTerms["attraction"]>[];
}

/** @param data  null where no cost asks for them */
export const crowdCost = (data: Gaussian | null, axis: number, costs: readonly Game["terminal"][]): CrowdCost => ({
  ...sumOf(costs.map((each) => ownCost(data, axis, each))),
  attractions: costs.flatMap((each) => termsOf(each)?.attraction ?? []),
});

/** Both at once, the second at this rate. */
export const withRate = (cost: CrowdCost, rate: number, more: CrowdCost): CrowdCost => ({
  ...sumOf([cost, atRate(rate, more)]),
  attractions: [...cost.attractions, ...more.attractions.map((each) => ({ ...each, weight: rate * each.weight }))],
});

/** Against moves of the mean, and of single agents. */
export const meanStiffness = ({ spring, attractions }: CrowdCost): number =>
  attractions.reduce((sum, { weight, share, social }) => sum + weight * (1 - share) ** (social ? 2 : 1), spring);
export const spreadStiffness = ({ spring, attractions }: CrowdCost): number =>
  attractions.reduce((sum, { weight }) => sum + weight, spring);

/** @param unit  this axis' share of the 1 in log ρ + 1 */
export function price(cost: CrowdCost, unit: number, x: number, m: number, s: number): number {
  let total = ownPrice(cost, unit, x, m, s);
  for (const { weight, share, social } of cost.attractions)
    total += 0.5 * weight * (x - share * m) ** 2 - (social ? weight * share * (1 - share) * m * x : 0);
  return total;
}

export function paid(cost: CrowdCost, m: number, s: number): number {
  const apart = cost.attractions.reduce((sum, { weight, share }) => sum + weight * (((1 - share) * m) ** 2 + s * s), 0);
  return ownPaid(cost, m, s) + 0.5 * apart;
}
