/** @file OT-flow between Gaussians over a landscape that the user can retype: a wavy ridge between start and data. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Paths that would be straight bend round the hill: raise h and see the crowd part, or type another landscape, say h*(1 + sin(k*x)).";

export const preset: Preset = {
  id: "hill-potential",
  title: "Round a hill of your own",
  experiment: {
    model: "boltzmann-generator",
    data: {
      id: "gaussian",
      params: {
        mean: [3, 0],
        covariance: [
          [0.25, 0],
          [0, 0.25],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-3, 0],
        covariance: [
          [0.25, 0],
          [0, 0.25],
        ],
      },
    },
    game: {
      lagrangian: { id: "kinetic" },
      interactions: [
        {
          id: "typed-potential",
          params: { potential: { text: "h*exp(-norm(x)^2/(2*r^2))", values: { h: 12, r: 0.8 } }, weight: 1 },
        },
      ],
    },
    objective: { params: { steps: 12 } },
    network: { output: "potential" },
  },
};
