/** @file OT-flow onto the pinwheel. */
import type { Preset } from "../experiment.ts";

export const watch = "Five bent arms from one blob: follow the value function, whose valleys are where the arms will be.";

export const preset: Preset = {
  id: "pinwheel-ot",
  title: "OT-flow, pinwheel",
  experiment: {
    model: "ot-flow",
    data: { id: "pinwheel" },
  },
};
