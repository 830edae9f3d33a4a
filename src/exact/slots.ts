/** @file What the choices of a game are to the closed forms, as their specs say it. */
import { prescribes } from "../catalogue/define.ts";
import type { PriceTerms } from "../catalogue/price-terms.ts";
import type { Game } from "../catalogue/terms.ts";

type Cost = Game["terminal"];

/** w of ½w|a|². */
export const energyWeightOf = ({ spec, params }: Game["lagrangian"]): number | undefined => spec.energyWeight?.(params);

/** A velocity is picked, or shaken by one noise at all times, and nothing carries particles along. */
export const isPlain = ({ spec }: Game["dynamics"]): boolean => spec.steadySigma !== undefined && !spec.drifts;

/** σ, and w/g² of the effort ½(w/g²)|drift|². */
export interface QuadraticEffort {
  readonly sigma: number;
  readonly weight: number;
}

/** Kinetic energy beside plain dynamics; undefined for all others. */
export function effortOf({ dynamics, lagrangian }: Pick<Game, "dynamics" | "lagrangian">): QuadraticEffort | undefined {
  const sigma = isPlain(dynamics) ? dynamics.spec.steadySigma?.(dynamics.params) : undefined;
  const weight = energyWeightOf(lagrangian);
  if (sigma === undefined || weight === undefined) return undefined;
  const gain = dynamics.spec.gain(dynamics.params) === "sigma" ? sigma : 1;
  return { sigma, weight: weight / gain ** 2 };
}

/** Of costs under which a Gaussian crowd stays one; undefined for all others. */
export const termsOf = ({ spec, params }: Cost): PriceTerms | undefined => spec.priceTerms?.(params);

export const keepsGaussian = (cost: Cost): boolean => termsOf(cost) !== undefined;

/** Among those. */
export const asksForData = (cost: Cost): boolean => termsOf(cost)?.target !== undefined;

export const repeatsEnd = ({ spec }: Cost): boolean => spec.repeats === "terminal";

/** The only one among the terms of a price; undefined if there are others. */
function only<K extends keyof PriceTerms>(terms: PriceTerms | undefined, name: K): PriceTerms[K] {
  return Object.values(terms ?? {}).filter((term) => term !== undefined).length === 1 ? terms?.[name] : undefined;
}

/** λ of −λ E_ρ log π. */
export const crossEntropyWeightOf = (cost: Cost): number | undefined => only(termsOf(cost), "target");

export const springOf = (cost: Cost): PriceTerms["spring"] => only(termsOf(cost), "spring");

/** λ of λ KL(ρ‖π). */
export function divergenceWeightOf(cost: Cost): number | undefined {
  const { entropy, target, spring, attraction } = termsOf(cost) ?? {};
  return entropy === target && spring === undefined && attraction === undefined ? target : undefined;
}

/** λ of λ KL(ρ‖π), which is ∞ where ρ_T = π is prescribed. */
export const endWeightOf = (cost: Cost): number | undefined =>
  prescribes(cost.spec) ? Number.POSITIVE_INFINITY : divergenceWeightOf(cost);
