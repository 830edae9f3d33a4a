/** @file A speed limit on the way to eight Gaussians at a distance of 2, which is further than c T for those who start in the middle. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Nobody may move faster than c, and at 1.6 the crowd still gets to the ring in time: lower c to 0.7, and the modes are left unfinished.";

export const preset: Preset = {
  id: "speed-limit",
  title: "Speed limit",
  experiment: {
    model: "ot-flow",
    data: { id: "ring-mixture", params: { modes: 8, radius: 2, width: 0.2 } },
    game: { lagrangian: { id: "relativistic", params: { limit: 1.6 } } },
  },
};
