/** @file OT-flow onto the checkerboard: optimal transport tears here, and a smooth potential cannot. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The best map tears the blob into squares; a smooth potential only stretches it, and leaves thin bridges between them.";

export const preset: Preset = {
  id: "checkerboard-ot",
  title: "OT-flow, checkerboard",
  experiment: {
    model: "ot-flow",
    data: { id: "checkerboard" },
  },
};
