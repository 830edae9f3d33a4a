/** @file The same crowd when all decide together (docs/mathematics.md, Linear-quadratic games). */
import type { Preset } from "../experiment.ts";

export const watch =
  "The same costs as “each for himself”, decided together: the planner knows that the average moves along, has all stay back, and they pay a fifth.";

export const preset: Preset = {
  id: "front-social",
  title: "Out in front: all together",
  experiment: {
    model: "linear-quadratic",
    game: { interactions: [{ id: "mean-attraction", params: { weight: 1, share: 2, kind: "social" } }] },
  },
};
