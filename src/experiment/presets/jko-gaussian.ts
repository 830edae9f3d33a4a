/** @file The JKO scheme of reverse KL between two Gaussians of the line, beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Stage after stage the crowd is moved on; who belongs to a later stage stands still until it is trained. More stages: nearer e^(−t).";

export const preset: Preset = {
  id: "jko-gaussian",
  title: "JKO on the line",
  experiment: {
    model: "jko",
    data: { id: "gaussian", params: { mean: [0], covariance: [[1]] } },
    reference: { id: "gaussian", params: { mean: [2], covariance: [[0.36]] } },
    training: { batch: 128 },
  },
};
