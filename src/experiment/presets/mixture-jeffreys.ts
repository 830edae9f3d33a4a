/** @file OT-flow onto a mixture of three Gaussians by reverse and forward KL together. */
import type { Preset } from "../experiment.ts";

export const watch = "A forgotten mode is paid for as dearly as an invented one: compare with the Boltzmann generator, which may forget.";

export const preset: Preset = {
  id: "mixture-jeffreys",
  title: "Jeffreys, three modes",
  experiment: {
    model: "ot-flow",
    data: { id: "mixture" },
    game: { terminal: { id: "jeffreys" } },
    training: { batch: 256, optimiser: { params: { rate: 0.01 } } },
  },
};
