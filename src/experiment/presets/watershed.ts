/** @file Two wells at the end and no noise: the crowd parts at a watershed, where the value function has a kink (a shock of its slope). */
import type { Preset } from "../experiment.ts";

export const watch =
  "Everybody goes straight to the well that is cheaper to reach: those on either side of the ridge part, and U has a kink there. Shorten T below .44: nobody parts any more, and U is smooth.";

export const preset: Preset = {
  id: "watershed",
  title: "A crowd parts at a watershed",
  experiment: {
    model: "crowd-motion",
    world: { id: "room", params: { from: -3, to: 3 } },
    reference: { id: "gaussian", params: { mean: [0.4], covariance: [[0.36]] } },
    game: {
      dynamics: { id: "deterministic", params: {} },
      lagrangian: { id: "kinetic", params: {} },
      terminal: { id: "typed-potential", params: { potential: { text: "k*(x^2-c^2)^2", values: { k: 0.25, c: 1.5 } } } },
    },
    objective: { id: "hopf-lax", params: {} },
    sampling: { method: "ode", steps: 48 },
  },
};
