/** @file A Schrödinger bridge in a room: strong noise between walls that reflect, solved on a grid. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Shaken so hard that many run into a wall, which sends them back; the end is exactly the data all the same. Open the world and they roam.";

export const preset: Preset = {
  id: "bridge-room",
  title: "A bridge between walls",
  experiment: {
    model: "schrodinger-bridge",
    world: { id: "room", params: { from: -2.6, to: 2.6 } },
    reference: {
      id: "gaussian",
      params: {
        mean: [1.2, 1.2],
        covariance: [
          [0.1, 0],
          [0, 0.1],
        ],
      },
    },
    game: { dynamics: { id: "constant-noise", params: { sigma: 1.6 } } },
  },
};
