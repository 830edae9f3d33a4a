/** @file Epidemic with a vaccine. */
import type { Preset } from "../experiment.ts";

export const watch = "All are vaccinated as fast as possible until .0247, and then nobody; a planner would go on until .0324.";

export const preset: Preset = {
  id: "epidemic-vaccine",
  title: "Epidemic with a vaccine",
  experiment: { model: "epidemic-vaccination" },
};
