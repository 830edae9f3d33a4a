/** @file OT-flow onto eight Gaussians on a ring of radius 2. */
import type { Preset } from "../experiment.ts";

export const watch = "The paths are straight lines at constant speed: turn the HJB weight to 0 and they bend.";

export const preset: Preset = {
  id: "eight-gaussians-ot",
  title: "OT-flow, eight Gaussians",
  experiment: {
    model: "ot-flow",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2, width: 0.2 } },
  },
};
