/** @file OT-flow onto the two moons by the squared difference of blurred densities. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Narrow the blur h from 0.4 to 0.2 and the moons sharpen; narrower still, the bumps of single points hardly touch, and less pulls.";

export const preset: Preset = {
  id: "moons-l2",
  title: "Blurred densities, two moons",
  experiment: {
    model: "ot-flow",
    data: { id: "moons" },
    game: { terminal: { id: "l2", params: { weight: 1000 } } },
    training: { optimiser: { params: { rate: 0.005 } } },
  },
};
