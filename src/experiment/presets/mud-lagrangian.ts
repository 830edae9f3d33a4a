/** @file OT-flow round a patch of mud: the running cost is typed, and grows where the ground is soft. */
import type { Preset } from "../experiment.ts";

const CROWD = [
  [0.25, 0],
  [0, 0.25],
];

export const watch = "In the middle every step costs 1 + m times as much: the crowd parts round it. Lower m and it closes again.";

export const preset: Preset = {
  id: "mud-lagrangian",
  title: "Round the mud, by your own running cost",
  experiment: {
    model: "boltzmann-generator",
    data: { id: "gaussian", params: { mean: [2.5, 0], covariance: CROWD } },
    reference: { id: "gaussian", params: { mean: [-2.5, 0], covariance: CROWD } },
    game: {
      lagrangian: {
        id: "typed-lagrangian",
        params: { cost: { text: "(1 + m*exp(-norm(x)^2))/2*norm(v)^2", values: { m: 6 } } },
      },
    },
    objective: { params: { steps: 12 } },
    network: { output: "potential" },
  },
};
