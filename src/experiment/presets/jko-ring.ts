/** @file The JKO scheme of reverse KL onto eight Gaussians of the plane. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Each stage goes on from the crowd that the one before has left: the modes fill one stage at a time. Pin it beside Langevin.";

export const preset: Preset = {
  id: "jko-ring",
  title: "JKO onto eight Gaussians",
  experiment: {
    model: "jko",
    data: { id: "ring-mixture", params: {} },
    game: { horizon: 1 },
    objective: { params: { stages: 4, every: 500 } },
    network: { width: 48, depth: 3, quadraticRank: 0 },
    training: { stop: { steps: 2000 } },
    sampling: { steps: 16 },
  },
};
