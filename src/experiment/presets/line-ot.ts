/** @file OT-flow of one Gaussian onto two modes on the line, where the optimal map is the monotone one. */
import type { Preset } from "../experiment.ts";

export const watch = "x against t: on the line optimal paths never cross, so the left two fifths of the crowd must go left.";

export const preset: Preset = {
  id: "line-ot",
  title: "OT on the line",
  experiment: {
    model: "ot-flow",
    data: { id: "bimodal" },
  },
};
