/** @file A Schrödinger bridge between two Gaussians of the line, beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch = "Drag the noise: without much of it this is optimal transport, with much of it everybody forgets where he came from.";

export const preset: Preset = {
  id: "bridge-gaussian",
  title: "Schrödinger bridge on the line",
  experiment: {
    model: "schrodinger-bridge",
    data: { id: "gaussian", params: { mean: [1.5], covariance: [[0.64]] } },
    reference: { id: "gaussian", params: { mean: [-1.5], covariance: [[0.25]] } },
  },
};
