/** @file The gradient flow of reverse KL onto three modes of the plane: no closed form, no sample of the data. */
import type { Preset } from "../experiment.ts";

export const watch = "The crowd slides down KL(ρ‖π) as Langevin particles would, each agent on a smooth path.";

export const preset: Preset = {
  id: "gradient-flow-modes",
  title: "Gradient flow onto three modes",
  experiment: { model: "wasserstein-gradient-flow" },
};
