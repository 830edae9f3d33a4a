/** @file OT-flow onto two moons by the Fréchet distance: right by the measure that it was trained on, and wrong. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The terminal cost falls to its noise and no moon is ever seen: it knows a mean and a covariance, and the flow stops at the ellipse that has them.";

export const preset: Preset = {
  id: "moons-frechet",
  title: "Fréchet distance, two moons",
  experiment: {
    model: "ot-flow",
    data: { id: "moons" },
    game: { terminal: { id: "frechet", params: { weight: 100 } } },
    training: { batch: 512, optimiser: { params: { rate: 0.005 } } },
  },
};
