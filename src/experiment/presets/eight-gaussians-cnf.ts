/** @file A plain continuous normalizing flow: ill-posed as a game (docs/mathematics.md, Flows without running cost). */
import type { Preset } from "../experiment.ts";

export const watch = "Change the seed: the samples stay right, the paths do not. Without a running cost the flow is not unique.";

export const preset: Preset = {
  id: "eight-gaussians-cnf",
  title: "Normalizing flow, eight Gaussians",
  experiment: {
    model: "normalizing-flow",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2, width: 0.2 } },
  },
};
