/** @file A Gaussian in one evaluation, where the mean velocity has a closed form. */
import type { Preset } from "../experiment.ts";

export const watch =
  "First it is right near the end, where the mean velocity is the velocity; from there it reaches back in time, until a jump from the start lands.";

export const preset: Preset = {
  id: "one-step-gaussian",
  title: "One step to a Gaussian",
  experiment: {
    model: "one-step",
    data: {
      id: "gaussian",
      params: {
        mean: [2, 0],
        covariance: [
          [1, 0],
          [0, 0.25],
        ],
      },
    },
    network: { width: 32 },
    training: { stop: { steps: 4000 } },
  },
};
