/** @file Score-based diffusion by sliced score matching. */
import type { Preset } from "../experiment.ts";

export const watch = "No noisy target, one random direction of the Hessian: compare the jitter of the loss with the denoising form.";

export const preset: Preset = {
  id: "sliced-score",
  title: "Sliced score matching",
  experiment: {
    model: "score-diffusion",
    data: { id: "two-spirals" },
    objective: { params: { kind: "sliced" } },
  },
};
