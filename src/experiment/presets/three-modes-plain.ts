/** @file The flagship without its regulariser: 256 samples of three modes and plain score matching. */
import type { Preset } from "../experiment.ts";

export const watch = "Good samples, wrong density: compare the mode weights of e^(−U) with the regularised run.";

export const preset: Preset = {
  id: "three-modes-plain",
  title: "Three modes without HJB",
  experiment: {
    model: "score-diffusion",
    data: {
      id: "mixture",
      params: {
        means: [
          [-1.5, -1],
          [1.6, -0.6],
          [0.1, 1.7],
        ],
        covariances: [
          [
            [0.0625, 0],
            [0, 0.0625],
          ],
          [
            [0.2025, 0],
            [0, 0.2025],
          ],
          [
            [0.09, 0],
            [0, 0.09],
          ],
        ],
        weights: [0.5, 0.3, 0.2],
      },
      samples: 256,
    },
  },
};
