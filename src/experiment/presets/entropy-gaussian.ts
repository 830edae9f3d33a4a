/** @file OT-flow between two Gaussians that avoid crowded places: the variance swells on the way (docs/mathematics.md, Entropy and other interactions). */
import type { Preset } from "../experiment.ts";

export const watch =
  "Halfway the crowd is wider than at either end: raise the entropy's weight μ and it swells more, set it to 0 and it stays narrow.";

export const preset: Preset = {
  id: "entropy-gaussian",
  title: "A crowd that keeps its distance",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [1.5, 0],
        covariance: [
          [0.3, 0],
          [0, 0.3],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-1.5, 0],
        covariance: [
          [0.3, 0],
          [0, 0.3],
        ],
      },
    },
    game: { terminal: { id: "reverse-kl", params: { weight: 5 } }, interactions: [{ id: "entropy", params: { weight: 1 } }] },
    // A full weight pins the paths straight: the penalty is smallest on the way to no spread at all.
    regularisers: { hjb: { weight: 0.1 } },
    network: { quadraticRank: 2 },
    training: { optimiser: { params: { rate: 0.02 } } },
  },
};
