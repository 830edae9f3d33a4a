/** @file Epidemic, everybody knows. */
import type { Preset } from "../experiment.ts";

export const watch = "The susceptible stay at home around day 18, when half are infected: 92 in 100 fall ill, instead of nearly all.";

export const preset: Preset = {
  id: "epidemic-informed",
  title: "Epidemic, everybody knows",
  experiment: { model: "epidemic-activity" },
};
