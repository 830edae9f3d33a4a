/**
 * @file What a Gaussian crowd pays along one axis, on its way or at its end: costs of its own, and attractions to a share of its mean.
 *
 *     price at x    own + Σ [½b(x − θm)² − (social only) bθ(1 − θ) m x]
 *     paid          own + Σ ½b[((1 − θ)m)² + s²]                                     by N(m, s²)
 *     the price's slope at m, and its bend there without that of μ log ρ:
 *                   q m − pull + Σ b(1 − θ)ʲ m,    q + Σ b                           j = 1 (Nash), 2 (social)
 */
import type { Gaussian } from "../math/laws/gaussian.ts";
import { atRate, type ChosenCost, isOwn, numberOf, type OwnCost, ownCost, ownPaid, ownPrice, sumOf } from "./own-cost.ts";

interface Attraction {
  /** b, θ. */
  readonly weight: number;
  readonly share: number;
  readonly social: boolean;
}

export interface CrowdCost extends OwnCost {
  readonly attractions: readonly Attraction[];
}

const attracts = ({ id }: ChosenCost): boolean => id === "mean-attraction";

/** Costs under which a Gaussian crowd stays one. */
export const keepsGaussian = (cost: ChosenCost): boolean => isOwn(cost) || attracts(cost);

/** @param data  null where no cost asks for them */
export function crowdCost(data: Gaussian | null, axis: number, costs: readonly ChosenCost[]): CrowdCost {
  const attractions = costs.filter(attracts).map((each) => ({
    weight: numberOf(each, "weight"),
    share: numberOf(each, "share"),
    social: each.params["kind"] === "social",
  }));
  return { ...sumOf(costs.filter((each) => !attracts(each)).map((each) => ownCost(data, axis, each))), attractions };
}

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
