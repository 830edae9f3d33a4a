/**
 * @file A cost with a formula at a point, along one axis of Gaussian games, and what a Gaussian population pays of it.
 *
 *     price at x    μ (log ρ(x) + its axis' share of 1) + ½q x² − pull x + offset
 *     paid          μ E log ρ + ½q (m² + s²) − pull m + offset                           by N(m, s²)
 *
 * −λ log π of Gaussian data is a spring to their mean: q = λ/s₁², pull = q m₁.
 */
import type { Game } from "../catalogue/terms.ts";
import type { Gaussian } from "../math/laws/gaussian.ts";
import { termsOf } from "./slots.ts";

export interface OwnCost {
  /** μ. */
  readonly entropy: number;
  /** q. */
  readonly spring: number;
  readonly pull: number;
  readonly offset: number;
}

const FREE: OwnCost = { entropy: 0, spring: 0, pull: 0, offset: 0 };

/** (q/2)(x − c)² + more. */
const around = (q: number, c: number, more = 0): OwnCost => ({ entropy: 0, spring: q, pull: q * c, offset: 0.5 * q * c * c + more });

/**
 * @param data  null where the cost does not ask for them
 * @throws where it does, and the game has none
 */
export function ownCost(data: Gaussian | null, axis: number, cost: Game["terminal"]): OwnCost {
  const { entropy = 0, target, spring } = termsOf(cost) ?? {};
  const alone = { ...(spring === undefined ? FREE : around(spring.stiffness, spring.centre[axis]!)), entropy };
  if (target === undefined) return alone;
  if (data === null) throw new Error(`The cost "${cost.spec.id}" is measured against data, and the game has none.`);
  const variance = data.covariance[axis]![axis]!;
  return sumOf([alone, around(target / variance, data.mean[axis]!, 0.5 * target * Math.log(2 * Math.PI * variance))]);
}

export function sumOf(costs: readonly OwnCost[]): OwnCost {
  const total = (name: keyof OwnCost): number => costs.reduce((sum, cost) => sum + cost[name], 0);
  return { entropy: total("entropy"), spring: total("spring"), pull: total("pull"), offset: total("offset") };
}

export const atRate = (rate: number, { entropy, spring, pull, offset }: OwnCost): OwnCost => ({
  entropy: rate * entropy,
  spring: rate * spring,
  pull: rate * pull,
  offset: rate * offset,
});

const LOG_2PI = Math.log(2 * Math.PI);
const logNormal = (z: number, s: number): number => -0.5 * (LOG_2PI + z * z) - Math.log(s);

/** @param unit  this axis' share of the 1 in log ρ + 1 */
export const ownPrice = ({ entropy, spring, pull, offset }: OwnCost, unit: number, x: number, m: number, s: number): number =>
  entropy * (logNormal((x - m) / s, s) + unit) + 0.5 * spring * x * x - pull * x + offset;

export const ownPaid = ({ entropy, spring, pull, offset }: OwnCost, m: number, s: number): number =>
  entropy * (logNormal(0, s) - 0.5) + 0.5 * spring * (m * m + s * s) - pull * m + offset;
