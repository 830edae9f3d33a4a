/** @file An interaction that repeats the end cost: in a game it asks what that cost asks, and cannot be paid where that cannot. */
import { type FunctionalSpec, prescribes } from "./define.ts";

/** The spec of an interaction as it stands beside this end cost. */
export const standing = (own: FunctionalSpec, { needs, measure, coupling, priceless = false }: FunctionalSpec): FunctionalSpec =>
  own.repeats === undefined ? own : { ...own, needs, measure, coupling, priceless };

/** Whether an end cost can be paid on the way too: by a formula at a point of the population, without a critic or samples of the data. */
export const repeatable = (end: FunctionalSpec): boolean =>
  !prescribes(end) &&
  end.priceless !== true &&
  end.measure === "population" &&
  !end.needs.some((need) => need === "witness" || need === "kernelTarget");
