/** @file From two moons to eight Gaussians: a Schrödinger bridge learned round by round, beside the grid. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Two networks, one forwards and one backwards in time, find ends for each other: round by round paths cross less, and the grid beside is met.";

export const preset: Preset = {
  id: "bridge-matching-moons",
  title: "Two moons to eight Gaussians",
  experiment: {
    model: "schrodinger-bridge",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2.4, width: 0.2 } },
    reference: { id: "moons", params: {} },
    objective: { id: "bridge-matching", params: { rounds: 3, every: 1500 } },
    training: { stop: { steps: 6000 } },
  },
};
