/** @file Score-based diffusion on eight Gaussians on a ring of radius 4. */
import type { Preset } from "../experiment.ts";

export const watch = "No sample strays beyond the ring: the Gaussian base in the potential pulls back what noise throws out.";

export const preset: Preset = {
  id: "far-gaussians-diffusion",
  title: "Diffusion, eight Gaussians far apart",
  experiment: {
    model: "score-diffusion",
    data: { id: "ring-mixture", params: { modes: 8, radius: 4, width: 0.3 } },
  },
};
