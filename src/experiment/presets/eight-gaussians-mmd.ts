/** @file OT-flow onto eight Gaussians by maximum mean discrepancy: no density is asked for. */
import type { Preset } from "../experiment.ts";

export const watch = "No density anywhere, only points compared: shrink the width r and particles far from the data no longer feel them.";

export const preset: Preset = {
  id: "eight-gaussians-mmd",
  title: "MMD, eight Gaussians",
  experiment: {
    model: "ot-flow",
    data: { id: "ring-mixture" },
    game: { terminal: { id: "mmd", params: { weight: 1000 } } },
    training: { batch: 512, optimiser: { params: { rate: 0.005 } } },
  },
};
