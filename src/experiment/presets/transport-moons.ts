/** @file Optimal transport from eight Gaussians to the two moons. */
import type { Preset } from "../experiment.ts";

export const watch = "Eight clouds share two moons so that all ways together are the shortest. Paths are straight, and none of them cross.";

export const preset: Preset = {
  id: "transport-moons",
  title: "Transport, eight Gaussians to moons",
  experiment: {
    model: "optimal-transport",
    reference: { id: "ring-mixture", params: { radius: 2.4 } },
  },
};
