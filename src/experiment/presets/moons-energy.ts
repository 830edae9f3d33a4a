/** @file OT-flow onto the two moons by energy distance: a discrepancy without a width. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The pull has no width to choose: even a particle far away feels the data, so the crowd comes in at once and is sharpened after.";

export const preset: Preset = {
  id: "moons-energy",
  title: "Energy distance, two moons",
  experiment: {
    model: "ot-flow",
    data: { id: "moons" },
    game: { terminal: { id: "energy-distance", params: { weight: 1000 } } },
    training: { optimiser: { params: { rate: 0.005 } } },
  },
};
