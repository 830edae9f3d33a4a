/** @file Flow matching onto eight Gaussians, along lines whose ends were paired by transport in blocks of the batch. */
import type { Preset } from "../experiment.ts";

export const watch = "Lines hardly cross any more: the paths are nearly straight, at OT-flow's energy.";

export const preset: Preset = {
  id: "eight-gaussians-ot-matching",
  title: "Flow matching, coupled, eight Gaussians",
  experiment: {
    model: "flow-matching",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2, width: 0.2 } },
    objective: { params: { coupling: "minibatch" } },
  },
};
