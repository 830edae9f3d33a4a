/** @file OT-flow onto two spirals: a shape that winds, reached by paths that may not. */
import type { Preset } from "../experiment.ts";

export const watch = "The target winds, the paths do not: each particle goes straight to its place on an arm.";

export const preset: Preset = {
  id: "two-spirals-ot",
  title: "OT-flow, two spirals",
  experiment: {
    model: "ot-flow",
    data: { id: "two-spirals" },
  },
};
