/** @file OT-flow across a river: the Hamiltonian is typed, so that its current can be changed. */
import type { Preset } from "../experiment.ts";

const BANK = [
  [0.15, 0],
  [0, 0.15],
];

export const watch = "The current c carries everybody to the right in the middle: the crowd sets out upstream of where it wants to land.";

export const preset: Preset = {
  id: "river-hamiltonian",
  title: "Across a river, by your own Hamiltonian",
  experiment: {
    model: "boltzmann-generator",
    data: { id: "gaussian", params: { mean: [0, 2], covariance: BANK } },
    reference: { id: "gaussian", params: { mean: [0, -2], covariance: BANK } },
    game: {
      lagrangian: {
        id: "typed-hamiltonian",
        params: { hamiltonian: { text: "norm(p)^2/2 - c*p1*exp(-2*y^2)", values: { c: 3 } } },
      },
    },
    objective: { params: { steps: 12 } },
    network: { output: "potential" },
  },
};
