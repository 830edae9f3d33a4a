/** @file OT-flow of a crowd drawn to its own mean, everybody for himself (docs/mathematics.md, Linear-quadratic games). */
import type { Preset } from "../experiment.ts";

export const watch =
  "The crowd huddles on its way and spreads again to reach the target; switch from Nash to social and the mean takes another course.";

export const preset: Preset = {
  id: "nash-gaussian",
  title: "Drawn to each other, Nash",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [2, 1],
        covariance: [
          [0.8, 0],
          [0, 0.8],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-2, 1],
        covariance: [
          [0.8, 0],
          [0, 0.8],
        ],
      },
    },
    game: {
      terminal: { id: "reverse-kl", params: { weight: 20 } },
      interactions: [{ id: "mean-attraction", params: { weight: 2, share: 0.5 } }],
    },
    regularisers: { hjb: { weight: 1 } },
    training: { batch: 128, optimiser: { params: { rate: 0.01 } } },
  },
};
