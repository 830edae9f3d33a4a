/** @file The regularised proximal of a spring on the line, beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch =
  "A spring to 1.5 is paid at the end alone, by shaken agents. The crowd goes as far as it pays, and no further; less noise, and it is the proximal step of everybody.";

export const preset: Preset = {
  id: "proximal-gaussian",
  title: "A noisy proximal step",
  experiment: {
    model: "wasserstein-proximal",
    data: { id: "gaussian", params: { mean: [1.5], covariance: [[0.5]] } },
    reference: { id: "gaussian", params: { mean: [-1], covariance: [[0.36]] } },
    game: {
      dynamics: { id: "constant-noise", params: { sigma: 0.7, control: "velocity" } },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      terminal: { id: "potential-energy", params: { weight: 2, x: 1.5 } },
    },
    objective: { id: "scaling" },
    sampling: { method: "sde" },
  },
};
