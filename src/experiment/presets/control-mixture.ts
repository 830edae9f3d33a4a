/** @file A diffusion to two modes in the plane, trained as a control problem. */
import type { Preset } from "../experiment.ts";

export const preset: Preset = {
  id: "control-mixture",
  title: "Diffusion by control, two modes",
  watch: "Both modes are found, in their proportion: noise tries either, and the value function says what is still to be paid from where.",
  experiment: {
    model: "diffusion-control",
    data: {
      id: "mixture",
      params: {
        means: [
          [-1.3, -0.6],
          [1.3, 0.6],
        ],
        covariances: [
          [
            [0.3, 0],
            [0, 0.3],
          ],
          [
            [0.3, 0.1],
            [0.1, 0.4],
          ],
        ],
        weights: [0.4, 0.6],
      },
    },
  },
};
