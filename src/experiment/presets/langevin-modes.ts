/** @file Langevin's equation onto three modes of the plane: what the gradient flow with ε = 0.1 comes near to. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Shaken particles make the same crowd as smooth ones. Pin it, and train the gradient flow beside it: ε = 0.1 moves a little more slowly.";

export const preset: Preset = {
  id: "langevin-modes",
  title: "Langevin onto three modes",
  experiment: { model: "langevin" },
};
