/** @file A diffusion to two modes in the plane, trained as a control problem. */
import type { Preset } from "../experiment.ts";

export const preset: Preset = {
  id: "control-mixture",
  title: "Diffusion by control, two modes",
  watch: "Both modes are found: noise tries either, and U says what is still to be paid from where.",
  experiment: {
    model: "diffusion-control",
    data: { id: "ring-mixture", params: { modes: 2, radius: 1.4, width: 0.5 } },
  },
};
