/**
 * @file What a formula may ask about the population and the target where it stands, and who can answer. A need that nobody answers is
 * the misfit; its sentence is made from this table, so that an accepted experiment trains.
 *
 *     pushed paths      ρ is carried along:   log ρ(x_t) = log ρ₀(x₀) − ∫∇·b dt,    the batch is a sample of ρ
 *     noisy paths       the batch is a sample of ρ, and that is all that is known of it
 *     pulled paths      the law ρ̃ of the pulled-back data:   log ρ̃(x_t) = log π(x_T) + ∫ₜᵀ ∇·b ds
 *     noised data, box  points of no population of ours
 *     grid              ρ at every node
 *
 * How log ρ slopes and bends is read off what a grid has found, but no formula knows it while a game is learned or solved: a cost that
 * asks for it has to say what it stands for (`asNoise` of a functional).
 */
import type { Reason } from "./reason.ts";

export type ScalarFeature = "logDensity" | "logDensityLaplacian" | "targetLogDensity" | "kernelPopulation" | "kernelTarget" | "witness";

/** `mean`: of the population; `score`: ∇log ρ. `kernelPopulation` E_ρ k(x, X′) and `kernelTarget` E_π k(x, Y): of the functional's own kernel. */
export type Feature = ScalarFeature | "mean" | "score" | "targetScore";

export type PlaceKind = "pushed paths" | "noisy paths" | "pulled paths" | "noised data" | "box" | "grid";

/** Where the points of a formula are, and what is known of the target there. */
export interface PlaceFacts {
  readonly kind: PlaceKind;
  /** log π and ∇log π have closed forms. */
  readonly targetDensity: boolean;
  /** A critic is trained beside the game. */
  readonly critic: boolean;
}

const WORDS: Readonly<Record<Feature, string>> = {
  logDensity: "the population's density",
  score: "the slope of the population's density",
  logDensityLaplacian: "how the population's density bends",
  mean: "the population's mean",
  kernelPopulation: "the population itself",
  kernelTarget: "samples of the data beside the generated ones",
  targetLogDensity: "the density of the data",
  targetScore: "the density of the data",
  witness: "a critic",
};

const WHERE: Readonly<Record<PlaceKind, string>> = {
  "pushed paths": "on paths pushed from the reference",
  "noisy paths": "on paths with noise",
  "pulled paths": "on paths pulled back from the data",
  "noised data": "at noised data",
  box: "on the box",
  grid: "on a grid",
};

const CROWD: readonly PlaceKind[] = ["pushed paths", "noisy paths", "pulled paths", "grid"];

function provided(feature: Feature, { kind, targetDensity, critic }: PlaceFacts): boolean {
  switch (feature) {
    case "logDensity":
      return kind === "pushed paths" || kind === "pulled paths" || kind === "grid";
    case "score":
    case "logDensityLaplacian":
      return false;
    case "mean":
    case "kernelPopulation":
      return CROWD.includes(kind);
    case "kernelTarget":
      return kind === "pushed paths" || kind === "noisy paths" || kind === "grid";
    case "targetLogDensity":
    case "targetScore":
      return targetDensity;
    case "witness":
      return critic;
    default:
      return feature satisfies never;
  }
}

/** Why a formula that needs these features cannot be evaluated at this place, or undefined if it can. */
export function missing(title: string, needs: readonly Feature[], place: PlaceFacts): Reason | undefined {
  const feature = needs.find((need) => !provided(need, place));
  if (feature === undefined) return undefined;
  const where = feature === "targetLogDensity" || feature === "targetScore" || feature === "witness" ? "here" : WHERE[place.kind];
  return { reason: `${title} needs ${WORDS[feature]}, which is not known ${where}.` };
}
