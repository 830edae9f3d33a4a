/** @file Score-based diffusion on eight Gaussians on a ring of radius 2. */
import type { Preset } from "../experiment.ts";

export const watch = "The eight modes separate only in the last tenth of the flow: move the time slider there.";

export const preset: Preset = {
  id: "eight-gaussians-diffusion",
  title: "Diffusion, eight Gaussians",
  experiment: {
    model: "score-diffusion",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2, width: 0.2 } },
  },
};
