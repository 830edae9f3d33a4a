/** @file A power of the speed between two Gaussians of one covariance: the optimum is a translation, and how far it goes is known. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Haste is dear here, so the population stops well short of the data: slide γ from 4 down to 1.5, and it goes almost all the way, on paths as straight as before.";

export const preset: Preset = {
  id: "power-gaussian",
  title: "Fourth power of the speed",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [1.5, 0.5],
        covariance: [
          [0.6, 0],
          [0, 0.6],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-1.5, -0.5],
        covariance: [
          [0.6, 0],
          [0, 0.6],
        ],
      },
    },
    game: {
      lagrangian: { id: "power", params: { exponent: 4 } },
      terminal: { id: "reverse-kl", params: { weight: 4 } },
    },
    regularisers: { hjb: { weight: 1 } },
    training: { batch: 512, optimiser: { params: { rate: 0.01 } } },
  },
};
