/** @file Score-based diffusion on the two moons. */
import type { Preset } from "../experiment.ts";

export const watch = "Switch between SDE and ODE: the paths differ in kind, the samples do not.";

export const preset: Preset = {
  id: "moons-diffusion",
  title: "Diffusion, two moons",
  experiment: {
    model: "score-diffusion",
    data: { id: "moons" },
  },
};
