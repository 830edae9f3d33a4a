/** @file Stochastic control by roll-out: Brownian particles are steered towards a density they are paid for. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Without an entropy term nobody pays for crowding: the particles gather where the target is likeliest, not like the target.";

export const preset: Preset = {
  id: "steered-noise",
  title: "Steered Brownian motion",
  experiment: {
    model: "ot-flow",
    data: { id: "ring-mixture", params: { modes: 5, radius: 2, width: 0.5 } },
    game: {
      dynamics: { id: "constant-noise", params: { sigma: 0.5 } },
      terminal: { id: "cross-entropy", params: { weight: 1 } },
    },
    objective: { params: { integrator: "euler-maruyama", steps: 16 } },
    regularisers: { hjb: { weight: 0 } },
    sampling: { method: "sde" },
  },
};
