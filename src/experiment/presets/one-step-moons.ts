/** @file The two moons in one evaluation of the network. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The particles walk along the velocity of flow matching, learned beside; the samples that the distances are of jump: one evaluation, no steps. Beside flow matching, the floors tell the price.";

export const preset: Preset = {
  id: "one-step-moons",
  title: "One step to two moons",
  experiment: {
    model: "one-step",
  },
};
