/** @file The gradient flow of reverse KL between two Gaussians of the line, beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch = "Turn the discount κ down: who looks further ahead moves more slowly. As κ grows the mean falls like e^(−t).";

export const preset: Preset = {
  id: "gradient-flow-gaussian",
  title: "Gradient flow on the line",
  experiment: {
    model: "wasserstein-gradient-flow",
    data: { id: "gaussian", params: { mean: [0], covariance: [[1]] } },
    reference: { id: "gaussian", params: { mean: [2], covariance: [[0.36]] } },
  },
};
