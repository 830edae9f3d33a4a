/** @file OT-flow between two Gaussians past a spring: the mean follows a hyperbolic sine instead of a straight line (docs/mathematics.md, Entropy and other interactions). */
import type { Preset } from "../experiment.ts";

export const watch =
  "The spring draws the crowd down to its centre on the way: paths sag, and they slow down where the spring costs nothing.";

export const preset: Preset = {
  id: "spring-gaussian",
  title: "A spring in the middle",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [2, 1.5],
        covariance: [
          [0.3, 0],
          [0, 0.3],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-2, 1.5],
        covariance: [
          [0.3, 0],
          [0, 0.3],
        ],
      },
    },
    game: { terminal: { id: "reverse-kl", params: { weight: 20 } }, interactions: [{ id: "potential-energy", params: { weight: 2 } }] },
    regularisers: { hjb: { weight: 1 } },
    training: { batch: 128, clip: 1, optimiser: { params: { rate: 0.005 } } },
  },
};
