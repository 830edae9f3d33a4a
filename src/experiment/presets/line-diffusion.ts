/** @file Score-based diffusion of a density with three modes on the line. */
import type { Preset } from "../experiment.ts";

export const watch = "The whole game in one picture, x against t: three modes grow out of one as the noise is taken back.";

export const preset: Preset = {
  id: "line-diffusion",
  title: "Diffusion on the line",
  experiment: {
    model: "score-diffusion",
    data: { id: "trimodal" },
  },
};
