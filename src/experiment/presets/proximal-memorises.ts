/** @file A kernel model whose kernels are so narrow that it is the training set. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Nothing is left to learn: the score is exact, the equation holds, and every sample is a copy. Widen the kernels by hand, or let them learn their width.";

export const preset: Preset = {
  id: "proximal-memorises",
  title: "An exact score copies",
  experiment: {
    model: "wasserstein-proximal",
    data: { id: "moons", samples: 100 },
    objective: { params: { precisions: "fixed", width: 0.01 } },
  },
};
