/** @file RNODE onto the two moons: a free velocity field that pays for its speed and for its Jacobian. */
import type { Preset } from "../experiment.ts";

export const preset: Preset = {
  id: "rnode-moons",
  title: "RNODE, two moons",
  watch:
    "Nothing says that this field is a gradient, yet its curl stays small: set both weights low and the flow turns and shears instead.",
  experiment: {
    model: "rnode",
    data: { id: "moons" },
  },
};
