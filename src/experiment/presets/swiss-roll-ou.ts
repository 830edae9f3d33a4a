/** @file Score-based diffusion on the Swiss roll with an Ornstein-Uhlenbeck process. */
import type { Preset } from "../experiment.ts";

export const watch = "Lower the rate θ: the noised data no longer reach the reference, and the samples start from the wrong place.";

export const preset: Preset = {
  id: "swiss-roll-ou",
  title: "OU diffusion, Swiss roll",
  experiment: {
    model: "score-diffusion",
    data: { id: "swiss-roll" },
    game: { dynamics: { id: "ou" } },
  },
};
