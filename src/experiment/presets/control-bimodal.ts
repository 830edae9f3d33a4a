/** @file A diffusion to two modes of the line, trained as a control problem. */
import type { Preset } from "../experiment.ts";

export const watch = "No data are noised: costates say where it pays to go, and −∇U comes to the score of the noised data.";

export const preset: Preset = {
  id: "control-bimodal",
  title: "Diffusion by control on the line",
  experiment: { model: "diffusion-control" },
};
