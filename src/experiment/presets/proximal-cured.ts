/** @file The same hundred points, with a width that is learned from points which do not see their own kernel. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The same hundred points, and no network: one number is learned, the width of the kernels, and the samples lie between the points. The ratio of nearest distances says that they are new.";

export const preset: Preset = {
  id: "proximal-cured",
  title: "A width that is learned",
  experiment: {
    model: "wasserstein-proximal",
    data: { id: "moons", samples: 100 },
  },
};
