/** @file Whether a cost compares the population with data: it makes no sense in a game without any. */
import { type FunctionalSpec, prescribes } from "./define.ts";
import type { Feature } from "./features.ts";

const OF_DATA: readonly Feature[] = ["kernelTarget", "targetLogDensity", "targetScore", "witness"];

/** It averages over data, prescribes or compares with them as a whole, or asks something that only data answer. */
export const readsData = (spec: FunctionalSpec): boolean =>
  spec.measure === "target" || prescribes(spec) || spec.priceless === true || spec.needs.some((need) => OF_DATA.includes(need));
