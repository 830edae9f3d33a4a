/** @file A flow against a critic of bounded slope, onto the pinwheel. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Only samples are compared, never densities, and the slope of the critic is bounded: the arms are found without any particle being thrown about.";

export const preset: Preset = {
  id: "pinwheel-critic",
  title: "Flow and critic, pinwheel",
  experiment: {
    model: "w1-proximal",
    data: { id: "pinwheel" },
  },
};
