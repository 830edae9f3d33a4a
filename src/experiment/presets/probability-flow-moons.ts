/** @file The probability flow from eight Gaussians to two moons, solved on a grid. */
import type { Preset } from "../experiment.ts";

export const watch =
  "At every time as spread out as the Schrödinger bridge to the same moons, and no noise: who starts at one place ends at one place.";

export const preset: Preset = {
  id: "probability-flow-moons",
  title: "Probability flow to two moons",
  experiment: { model: "probability-flow" },
};
