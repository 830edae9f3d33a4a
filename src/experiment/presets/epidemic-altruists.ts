/** @file Epidemic among altruists. */
import type { Preset } from "../experiment.ts";

export const watch = "The infected stay at home half the time; the peak comes two weeks later and is lower.";

export const preset: Preset = {
  id: "epidemic-altruists",
  title: "Epidemic among altruists",
  experiment: { model: "epidemic-activity", game: { lagrangian: { id: "epidemic-activity", params: { altruism: 1 } } } },
};
