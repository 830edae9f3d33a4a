/** @file A Boltzmann generator on a mixture of three Gaussians. */
import type { Preset } from "../experiment.ts";

export const watch = "No sample of the target is ever seen, only its density: a mode that no particle reaches stays empty.";

export const preset: Preset = {
  id: "mixture-boltzmann",
  title: "Boltzmann generator, three modes",
  experiment: {
    model: "boltzmann-generator",
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
            [0.25, 0],
            [0, 0.25],
          ],
          [
            [0.2025, 0],
            [0, 0.2025],
          ],
          [
            [0.16, 0],
            [0, 0.16],
          ],
        ],
        weights: [0.5, 0.3, 0.2],
      },
    },
  },
};
