/** @file A published game with congestion: people cross a room of length 1, and the grid's figures are known. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Everybody wants to be near .7 by the end, and nobody gets there before the crowd lets him: it stretches as it goes. Make c₁ 0, and it stays together.";

export const preset: Preset = {
  id: "congestion-room",
  title: "Across the room",
  experiment: {
    model: "crowd-motion",
    reference: { id: "gaussian", params: { mean: [0.2], covariance: [[0.0016666666666666668]] } },
    game: { interactions: [{ id: "congestion", params: { weight: 0.1 } }] },
  },
};
