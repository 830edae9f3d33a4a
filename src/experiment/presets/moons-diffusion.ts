/** @file Score-based diffusion on the two moons. */
import type { Preset } from "../experiment.ts";

export const preset: Preset = {
  id: "moons-diffusion",
  title: "Diffusion, two moons",
  watch: "Switch between SDE and ODE: the paths differ in kind, the samples do not.",
  experiment: {
    model: "score-diffusion",
    data: { id: "moons" },
  },
};
