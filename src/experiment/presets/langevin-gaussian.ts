/** @file Langevin's equation between two Gaussians of the line: an Ornstein-Uhlenbeck process, beside its law. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The mean falls like e^(−t) and the variance like e^(−2t), whatever path a particle takes. Sampler ODE: the same crowd without shaking.";

export const preset: Preset = {
  id: "langevin-gaussian",
  title: "Langevin on the line",
  experiment: {
    model: "langevin",
    data: { id: "gaussian", params: { mean: [0], covariance: [[1]] } },
    reference: { id: "gaussian", params: { mean: [2], covariance: [[0.36]] } },
  },
};
