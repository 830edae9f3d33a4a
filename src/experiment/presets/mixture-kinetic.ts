/** @file A Boltzmann generator that pays for moving: reverse KL with kinetic energy, a potential and its value function. */
import type { Preset } from "../experiment.ts";

export const watch = "Moving costs now, so the flow is unique and has a value function: check U against the exact one.";

export const preset: Preset = {
  id: "mixture-kinetic",
  title: "Boltzmann generator with kinetic energy",
  experiment: {
    model: "ot-flow",
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
    game: { terminal: { id: "reverse-kl", params: { weight: 10 } } },
    regularisers: { hjb: { weight: 1 } },
  },
};
