/** @file A flow against a critic of bounded slope, onto eight Gaussians on a circle. */
import type { Preset } from "../experiment.ts";

export const watch = "The terminal cost is what the critic thinks: it comes to 0 when it can no longer tell the particles from the data.";

export const preset: Preset = {
  id: "eight-gaussians-critic",
  title: "Flow and critic, eight Gaussians",
  experiment: {
    model: "w1-proximal",
    data: { id: "ring-mixture" },
  },
};
