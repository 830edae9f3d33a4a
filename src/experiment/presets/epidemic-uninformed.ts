/** @file Epidemic, nobody knows before symptoms. */
import type { Preset } from "../experiment.ts";

export const watch = "Nobody gives up more than a third of their activity: nearly all fall ill although everybody is rational.";

export const preset: Preset = {
  id: "epidemic-uninformed",
  title: "Epidemic, nobody knows before symptoms",
  experiment: { model: "epidemic-activity", game: { dynamics: { id: "epidemic-activity", params: { information: "partial" } } } },
};
