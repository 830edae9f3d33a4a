/** @file Score-based diffusion by implicit score matching, with the whole Laplacian. */
import type { Preset } from "../experiment.ts";

export const watch = "The loss goes below zero, as it should: it is the denoising loss up to a constant that nobody needs to know.";

export const preset: Preset = {
  id: "implicit-score",
  title: "Implicit score matching",
  experiment: {
    model: "score-diffusion",
    data: { id: "pinwheel" },
    objective: { params: { kind: "implicit" } },
  },
};
