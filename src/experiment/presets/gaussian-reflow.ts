/** @file Rectified flow between two Gaussians whose axes differ: straight after a round, and no optimal transport. */
import type { Preset } from "../experiment.ts";

export const watch =
  "In round 1 paths are straight, and still pay twice the exact flow's energy: they turn. As a potential it cannot turn, and gets there.";

export const preset: Preset = {
  id: "gaussian-reflow",
  title: "Rectified flow is no transport",
  experiment: {
    model: "flow-matching",
    data: {
      id: "gaussian",
      params: {
        mean: [0, 0],
        covariance: [
          [1.12, 0.554],
          [0.554, 0.48],
        ],
      },
    },
    reference: {
      id: "gaussian",
      params: {
        mean: [0, 0],
        covariance: [
          [1.44, 0],
          [0, 0.16],
        ],
      },
    },
    game: { lagrangian: { id: "kinetic" }, terminal: { id: "hard" } },
    objective: { params: { rounds: 1, every: 2000 } },
    network: { width: 32, depth: 2 },
    training: { stop: { steps: 4000 } },
  },
};
