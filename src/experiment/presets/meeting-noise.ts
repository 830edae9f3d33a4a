/** @file A crowd in noise that has to meet, wherever that is (docs/mathematics.md, Linear-quadratic games). */
import type { Preset } from "../experiment.ts";

export const watch =
  "Nobody says where they meet: at the end each pays for being far from all others. They drift home, noise scatters them, and late they gather where they happen to be.";

export const preset: Preset = {
  id: "meeting-noise",
  title: "A meeting in the wind",
  experiment: {
    model: "linear-quadratic",
    reference: {
      id: "gaussian",
      params: {
        mean: [-2, 1],
        covariance: [
          [0.6, 0],
          [0, 0.6],
        ],
      },
    },
    game: {
      dynamics: { id: "constant-noise", params: { sigma: 0.7 } },
      interactions: [{ id: "potential-energy", params: { weight: 0.5, x: 1, y: 0 } }],
      terminal: { id: "mean-attraction", params: { weight: 4, share: 1, kind: "nash" } },
    },
    objective: { id: "adjoint-matching", params: { integrator: "euler-maruyama", steps: 24 } },
    sampling: { method: "sde", steps: 128 },
  },
};
