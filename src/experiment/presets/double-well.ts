/** @file A Boltzmann generator for a density that the user can retype: two wells with a barrier between them. */
import type { Preset } from "../experiment.ts";

export const watch =
  "No data, only minus an energy: does the crowd fill both wells? Raise the barrier b, or type another log-density, say -b*(norm(x) - r)^2.";

export const preset: Preset = {
  id: "double-well",
  title: "A double well of your own",
  experiment: {
    model: "boltzmann-generator",
    data: { id: "typed-density", params: { logDensity: { text: "-(b*(x^2 - 1)^2 + y^2)", values: { b: 2 } } } },
    game: { lagrangian: { id: "kinetic", params: { weight: 0.1 } } },
  },
};
