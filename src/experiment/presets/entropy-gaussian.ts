/** @file OT-flow between two Gaussians that avoid crowded places: the variance swells on the way (docs/mathematics.md, Entropy and other interactions). */
import type { Preset } from "../experiment.ts";

export const preset: Preset = {
  id: "entropy-gaussian",
  title: "A crowd that keeps its distance",
  watch: "Halfway the crowd is wider than at either end: raise the entropy's weight μ and it swells more, set it to 0 and it stays narrow.",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [2, 0],
        covariance: [
          [0.16, 0],
          [0, 0.16],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-2, 0],
        covariance: [
          [0.16, 0],
          [0, 0.16],
        ],
      },
    },
    game: { terminal: { id: "reverse-kl", params: { weight: 20 } }, interactions: [{ id: "entropy", params: { weight: 1 } }] },
    regularisers: { hjb: { weight: 1 } },
    training: { batch: 128, optimiser: { params: { rate: 0.02 } } },
  },
};
