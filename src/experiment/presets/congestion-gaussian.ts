/** @file OT-flow between two narrow Gaussians whose agents avoid each other within a radius. */
import type { Preset } from "../experiment.ts";

export const watch = "Agents who would walk in file spread sideways and close ranks again at the end: raise c and the stream gets wider.";

export const preset: Preset = {
  id: "congestion-gaussian",
  title: "Congestion",
  experiment: {
    model: "ot-flow",
    data: {
      id: "gaussian",
      params: {
        mean: [2.5, 0],
        covariance: [
          [0.1, 0],
          [0, 0.1],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-2.5, 0],
        covariance: [
          [0.1, 0],
          [0, 0.1],
        ],
      },
    },
    game: { terminal: { id: "reverse-kl", params: { weight: 20 } }, interactions: [{ id: "kernel-congestion", params: { weight: 10 } }] },
    regularisers: { hjb: { weight: 1 } },
    training: { batch: 128, optimiser: { params: { rate: 0.02 } } },
  },
};
