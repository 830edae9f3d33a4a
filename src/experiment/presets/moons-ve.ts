/** @file Score-based diffusion on the two moons with exploding variance. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The data are never shrunk: noise grows to ten times their size, so nearly the whole flow happens in its last quarter.";

export const preset: Preset = {
  id: "moons-ve",
  title: "VE diffusion, two moons",
  experiment: {
    model: "score-diffusion",
    data: { id: "moons" },
    game: { dynamics: { id: "ve" } },
  },
};
