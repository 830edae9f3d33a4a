/** @file Score-based diffusion on a checkerboard. */
import type { Preset } from "../experiment.ts";

export const watch = "Edges are the hard part: the score is infinite there, and the learned one rounds the corners.";

export const preset: Preset = {
  id: "checkerboard-diffusion",
  title: "Diffusion, checkerboard",
  experiment: {
    model: "score-diffusion",
    data: { id: "checkerboard" },
  },
};
