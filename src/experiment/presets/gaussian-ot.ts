/** @file OT-flow between two Gaussians by reverse KL: the optimal flow is affine and known (docs/mathematics.md, OT-flow with reverse KL). */
import type { Preset } from "../experiment.ts";

export const watch = "Everything is known here in closed form: watch the learned value function fall onto the exact one.";

export const preset: Preset = {
  id: "gaussian-ot",
  title: "Gaussian to Gaussian",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [1, -0.5],
        covariance: [
          [1.2, 0.5],
          [0.5, 1],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-1, 0.5],
        covariance: [
          [0.6, -0.2],
          [-0.2, 1],
        ],
      },
    },
    game: { terminal: { id: "reverse-kl", params: { weight: 5 } } },
    regularisers: { hjb: { weight: 1 } },
    training: { batch: 512, optimiser: { params: { rate: 0.01 } } },
  },
};
