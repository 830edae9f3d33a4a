/** @file Flow matching between two Gaussians, as a potential, where moving costs: the optimal transport stands beside. */
import type { Preset } from "../experiment.ts";

export const watch =
  "It reaches the data as the exact flow does, and pays more on the way: the population first shrinks, then grows. Switch the residual on.";

export const preset: Preset = {
  id: "gaussian-matching",
  title: "Flow matching is no optimum",
  experiment: {
    model: "flow-matching",
    data: {
      id: "gaussian",
      params: {
        mean: [2, 0],
        covariance: [
          [1, 0],
          [0, 0.25],
        ],
      },
    },
    game: { lagrangian: { id: "kinetic" }, terminal: { id: "reverse-kl", params: { weight: 100 } } },
    network: { output: "potential", width: 32, quadraticRank: 2 },
    training: { stop: { steps: 4000 } },
  },
};
