/** @file A crowd that is in its own way, on the line: solved by finite differences. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Moving is dear in the crowd: those at its head get away, those behind wait until there is room. Set α to 0, and nobody has to wait.";

export const preset: Preset = {
  id: "congestion-line",
  title: "A crowd in its own way",
  experiment: {
    model: "ot-flow",
    data: { id: "gaussian", params: { mean: [0.6], covariance: [[0.25]] } },
    reference: { id: "gaussian", params: { mean: [-0.6], covariance: [[0.25]] } },
    game: {
      dynamics: { id: "constant-noise", params: { sigma: 0.7 } },
      lagrangian: { id: "congestion", params: { base: 0.5, strength: 1 } },
      terminal: { id: "reverse-kl", params: { weight: 1 } },
    },
    objective: { id: "finite-differences", params: {} },
    regularisers: { hjb: { weight: 0 } },
    sampling: { method: "sde", steps: 48 },
  },
};
