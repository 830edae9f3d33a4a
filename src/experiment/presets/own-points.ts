/** @file Diffusion from points of one's own; a figure of eight until others are drawn or opened. */
import type { Preset } from "../experiment.ts";

export const watch = "Draw something of your own in the data card: training goes on while the target changes.";

export const preset: Preset = {
  id: "own-points",
  title: "Your own points",
  experiment: {
    model: "score-diffusion",
    data: { id: "points" },
  },
};
