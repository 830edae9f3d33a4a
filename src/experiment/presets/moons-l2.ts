/** @file OT-flow onto the two moons by the squared difference of blurred densities. */
import type { Preset } from "../experiment.ts";

export const preset: Preset = {
  id: "moons-l2",
  title: "Blurred densities, two moons",
  watch: "Narrow the blur h and the moons sharpen, until the bumps of single points no longer touch and nothing pulls any more.",
  experiment: {
    model: "ot-flow",
    data: { id: "moons" },
    game: { terminal: { id: "l2", params: { weight: 1000 } } },
    training: { optimiser: { params: { rate: 0.005 } } },
  },
};
