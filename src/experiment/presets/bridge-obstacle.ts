/** @file A bridge around an obstacle: where to walk is part of the price. */
import type { Preset } from "../experiment.ts";

export const watch =
  "The crowd parts before the disc and meets behind it, on time and in exactly the shape that was asked for. Drag the disc.";

export const preset: Preset = {
  id: "bridge-obstacle",
  title: "Bridge around an obstacle",
  experiment: {
    model: "schrodinger-bridge",
    data: {
      id: "gaussian",
      params: {
        mean: [2.5, 0],
        covariance: [
          [0.2, 0],
          [0, 0.2],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [-2.5, 0],
        covariance: [
          [0.2, 0],
          [0, 0.2],
        ],
      },
    },
    game: {
      dynamics: { params: { sigma: 0.6 } },
      interactions: [{ id: "obstacle", params: {} }],
    },
  },
};
