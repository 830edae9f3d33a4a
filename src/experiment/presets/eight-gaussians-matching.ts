/** @file Flow matching onto eight Gaussians on a ring of radius 2. */
import type { Preset } from "../experiment.ts";

export const watch =
  "At first everybody heads for the middle, for every end is still possible; then the paths part. The same end as OT-flow, for more than twice the energy.";

export const preset: Preset = {
  id: "eight-gaussians-matching",
  title: "Flow matching, eight Gaussians",
  experiment: {
    model: "flow-matching",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2, width: 0.2 } },
  },
};
