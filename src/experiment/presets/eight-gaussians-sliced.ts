/** @file OT-flow onto eight Gaussians by sliced Wasserstein distance: sorting along random directions. */
import type { Preset } from "../experiment.ts";

export const watch = "Sorting along random lines tells every particle where to go: all eight modes fill together, and the gaps empty last.";

export const preset: Preset = {
  id: "eight-gaussians-sliced",
  title: "Sliced Wasserstein, eight Gaussians",
  experiment: {
    model: "ot-flow",
    data: { id: "ring-mixture" },
    game: { terminal: { id: "sliced-w2", params: { weight: 1000 } } },
    training: { batch: 512, optimiser: { params: { rate: 0.005 } } },
  },
};
