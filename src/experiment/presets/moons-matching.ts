/** @file Flow matching onto the two moons. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Fitted to straight lines, and yet its paths bend: where lines cross, the flow goes their mean way. Beside OT-flow the straightness tells.";

export const preset: Preset = {
  id: "moons-matching",
  title: "Flow matching, two moons",
  experiment: {
    model: "flow-matching",
  },
};
