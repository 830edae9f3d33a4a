/** @file Local precision matrices: kernels that lie along the arms of a pinwheel. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Each of a hundred kernels learns a matrix of its own, and lies down along its arm. With one width for all the arms grow thick: compare the two.";

export const preset: Preset = {
  id: "proximal-local",
  title: "Kernels with a shape",
  experiment: {
    model: "wasserstein-proximal",
    data: { id: "pinwheel", samples: 1000 },
    objective: { params: { precisions: "local", centres: 100 } },
  },
};
