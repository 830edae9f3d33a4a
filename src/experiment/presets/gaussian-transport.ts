/** @file Optimal transport between two Gaussians, learned beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Learned and exact paths cover each other. Nobody turns, and nobody changes speed: that is what the HJB equation says here.";

export const preset: Preset = {
  id: "gaussian-transport",
  title: "Transport, two Gaussians",
  experiment: {
    model: "optimal-transport",
    data: {
      id: "gaussian",
      params: {
        mean: [2, 0],
        covariance: [
          [1.12, 0.554],
          [0.554, 0.48],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-1, 0],
        covariance: [
          [1.44, 0],
          [0, 0.16],
        ],
      },
    },
    network: { width: 32, depth: 2 },
  },
};
