/** @file A crowd that is crossed: ξγ/c_s = 6, Rγ/s = 3.7: what is more than a moment away does not matter. */
import type { Preset } from "../experiment.ts";

export const watch = "The crowd piles up ahead as grains would, and the gap is all behind. Slow the intruder down: the pile goes.";

export const preset: Preset = {
  id: "intruder-touched",
  title: "Notices on touch",
  experiment: { model: "crowd-intruder", game: { discount: 6 } },
};
