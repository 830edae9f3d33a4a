/** @file Langevin's equation onto eight Gaussians. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Everybody slides into the nearest well. Nothing is learned: what the flows of other models reach after training, this needs the density for.";

export const preset: Preset = {
  id: "langevin-ring",
  title: "Langevin onto eight Gaussians",
  experiment: { model: "langevin", data: { id: "ring-mixture", params: {} }, game: { horizon: 1 } },
};
