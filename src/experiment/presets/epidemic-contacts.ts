/** @file Epidemic of contacts. */
import type { Preset } from "../experiment.ts";

export const watch = "Contacts fall to two thirds around day 46; 65 in 100 fall ill instead of 80.";

export const preset: Preset = {
  id: "epidemic-contacts",
  title: "Epidemic of contacts",
  experiment: { model: "epidemic-contact" },
};
