/** @file The flagship: 256 samples of three modes; only the regularised potential is a density (docs/recipes.md, The HJB term in diffusion). */
import type { Preset } from "../experiment.ts";

export const watch = "Set the HJB weight to 0: the samples stay as good, but e^(−U) forgets how much mass each mode has.";

export const preset: Preset = {
  id: "three-modes-hjb",
  title: "HJB-regularised diffusion, three modes",
  experiment: {
    model: "hjb-score-diffusion",
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
