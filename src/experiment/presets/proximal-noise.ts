/** @file The entropic proximal step on the line: noise, kinetic energy and reverse KL, beside its closed form. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Drag the weight of the end cost: the population walks towards the data as far as that pays, and all the way only for an infinite one.";

export const preset: Preset = {
  id: "proximal-noise",
  title: "As far as it pays, with noise",
  experiment: {
    model: "schrodinger-bridge",
    data: { id: "gaussian", params: { mean: [1], covariance: [[0.64]] } },
    reference: { id: "gaussian", params: { mean: [-1], covariance: [[0.25]] } },
    game: { terminal: { id: "reverse-kl", params: { weight: 1 } } },
  },
};
