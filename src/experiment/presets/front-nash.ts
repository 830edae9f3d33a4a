/** @file A crowd in which everybody wants to be out in front, each for himself (docs/mathematics.md, Linear-quadratic games). */
import type { Preset } from "../experiment.ts";

export const watch =
  "Everybody wants to be at twice the average, and home at 1 in the end. Whoever runs ahead takes the average along: all run, and nobody gets in front.";

export const preset: Preset = {
  id: "front-nash",
  title: "Out in front: each for himself",
  experiment: { model: "linear-quadratic" },
};
