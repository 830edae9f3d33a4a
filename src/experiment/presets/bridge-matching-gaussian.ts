/** @file A Schrödinger bridge between two Gaussians of the plane, learned round by round beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Ends are drawn apart at first and cost too much. Each round pairs them by what was learned, and U comes nearer to the closed form.";

export const preset: Preset = {
  id: "bridge-matching-gaussian",
  title: "Schrödinger bridge, learned",
  experiment: {
    model: "schrodinger-bridge",
    data: {
      id: "gaussian",
      params: {
        mean: [1.5, 0.5],
        covariance: [
          [0.9, -0.5],
          [-0.5, 0.5],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-1.5, 0],
        covariance: [
          [0.3, 0.2],
          [0.2, 0.6],
        ],
      },
    },
    objective: { id: "bridge-matching", params: { rounds: 3, every: 1000 } },
    network: { quadraticRank: 3 },
    sampling: { steps: 96 },
  },
};
