/** @file RNODE onto the two moons: a free velocity field that pays for its speed and for its Jacobian. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Nothing says that this field is a gradient, and it turns as it goes: raise the Jacobian's weight to 5, and its curl halves while the paths straighten.";

export const preset: Preset = {
  id: "rnode-moons",
  title: "RNODE, two moons",
  experiment: {
    model: "rnode",
    data: { id: "moons" },
  },
};
