/** @file OT-flow onto the two moons. */
import type { Preset } from "../experiment.ts";

export const watch = "A map from one blob to two thin arcs: the likelihood gap says how much mass is smeared between them.";

export const preset: Preset = {
  id: "moons-ot",
  title: "OT-flow, two moons",
  experiment: {
    model: "ot-flow",
    data: { id: "moons" },
  },
};
