/** @file The probability flow between two Gaussians of the line, beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The densities of the Schrödinger bridge between the same two laws, but nobody is shaken: drag σ and see paths bow outwards.";

export const preset: Preset = {
  id: "probability-flow-gaussian",
  title: "Probability flow on the line",
  experiment: {
    model: "probability-flow",
    data: { id: "gaussian", params: { mean: [1.5], covariance: [[0.64]] } },
    reference: { id: "gaussian", params: { mean: [-1.5], covariance: [[0.25]] } },
  },
};
