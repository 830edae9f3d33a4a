/** @file OT-flow round a disc with a soft edge, from one Gaussian to another. */
import type { Preset } from "../experiment.ts";

export const watch = "Paths bend round the disc: drag it on the stage while it trains, and they find their way anew.";

export const preset: Preset = {
  id: "obstacle-gaussian",
  title: "An obstacle in the way",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [2, 0],
        covariance: [
          [0.25, 0],
          [0, 0.25],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-2, 0],
        covariance: [
          [0.25, 0],
          [0, 0.25],
        ],
      },
    },
    game: {
      terminal: { id: "reverse-kl", params: { weight: 20 } },
      interactions: [{ id: "obstacle", params: { x: 0, y: 0.1, radius: 0.7 } }],
    },
    objective: { params: { steps: 8 } },
    regularisers: { hjb: { weight: 1 } },
    training: { batch: 128, optimiser: { params: { rate: 0.02 } } },
  },
};
