/** @file Flow matching onto eight Gaussians, then two rounds of learning from itself. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The first round bends where lines cross. From step 3,000 on it learns the straight lines of its own flow: straightness and energy tell.";

export const preset: Preset = {
  id: "eight-gaussians-reflow",
  title: "Rectified flow, eight Gaussians",
  experiment: {
    model: "flow-matching",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2, width: 0.2 } },
    objective: { params: { rounds: 2, every: 3000 } },
    training: { stop: { steps: 9000 } },
  },
};
