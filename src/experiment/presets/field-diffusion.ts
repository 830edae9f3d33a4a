/** @file Score-based diffusion with a free vector field instead of the gradient of a potential. */
import type { Preset } from "../experiment.ts";

export const watch = "Nothing makes this field a gradient: watch its curl, then set the network to a potential and it is gone.";

export const preset: Preset = {
  id: "field-diffusion",
  title: "Diffusion with a free field",
  experiment: {
    model: "score-diffusion",
    data: { id: "s-curve" },
    network: { output: "field" },
  },
};
