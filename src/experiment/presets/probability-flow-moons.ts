/** @file The probability flow from eight Gaussians to two moons, solved on a grid. */
import type { Preset } from "../experiment.ts";

export const watch = "As spread out as the Schrödinger bridge to the moons at every time, and no noise: one start, one end.";

export const preset: Preset = {
  id: "probability-flow-moons",
  title: "Probability flow to two moons",
  experiment: { model: "probability-flow" },
};
