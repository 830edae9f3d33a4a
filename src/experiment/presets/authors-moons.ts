/** @file Two moons as the authors' public code trains them (authors-run.ts). */
import { authorsRun } from "../authors-run.ts";
import type { Preset } from "../experiment.ts";

export const watch = "At a constant rate the loss never stops to scatter: sliced W₂ 0.09, of two true samples 0.045.";

export const preset: Preset = {
  id: "authors-moons",
  title: "Authors' run, moons",
  experiment: authorsRun({ data: { id: "moons", params: { scale: 2, noise: 0.1 } }, horizon: 3, noiseMean: -1 }),
};
