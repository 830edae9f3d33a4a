/** @file Score-based diffusion on twenty-five Gaussians. */
import type { Preset } from "../experiment.ts";

export const watch = "Twenty-five modes from one blob: they part all at once, as soon as the noise is thinner than the gaps.";

export const preset: Preset = {
  id: "grid-diffusion",
  title: "Diffusion, twenty-five Gaussians",
  experiment: {
    model: "score-diffusion",
    data: { id: "grid-mixture" },
  },
};
