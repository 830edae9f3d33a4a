/** @file Score-based diffusion from 40 points: the exact score of the training set reproduces the training set. */
import type { Preset } from "../experiment.ts";

export const watch = "Forty training points: watch the samples collapse onto them. The best score of a finite set only repeats it.";

export const preset: Preset = {
  id: "few-points-diffusion",
  title: "Memorisation",
  experiment: {
    model: "score-diffusion",
    data: { id: "moons", samples: 40 },
  },
};
