/** @file The probability flow to two moons once more, learned from Brownian bridges, beside the grid. */
import type { Preset } from "../experiment.ts";

export const watch = "A network learns from Brownian bridges between paired points, and comes to the flow on the grid beside it.";

export const preset: Preset = {
  id: "probability-flow-matching",
  title: "Probability flow, learned",
  experiment: {
    model: "probability-flow",
    objective: { id: "flow-matching", params: { coupling: "bridge", pairs: 64 } },
    training: { stop: { steps: 8000 } },
  },
};
