/** @file Langevin's equation in two wells: the crowd is soon at rest within each, and long not between them. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Who starts on the right stays there for long: the cost falls fast, and then hardly any more. Lengthen the horizon until both wells are full.";

export const preset: Preset = {
  id: "langevin-two-wells",
  title: "Langevin in two wells",
  experiment: {
    model: "langevin",
    data: { id: "bimodal", params: {} },
    reference: { id: "gaussian", params: { mean: [1.2], covariance: [[0.25]] } },
    game: { horizon: 3 },
  },
};
