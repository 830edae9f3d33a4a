/** @file Two spirals as the authors' public code trains them (authors-run.ts). */
import { authorsRun } from "../authors-run.ts";
import type { Preset } from "../experiment.ts";

export const watch = "The nearest of the five: sliced W₂ 0.07, of two true samples 0.05.";

export const preset: Preset = {
  id: "authors-two-spirals",
  title: "Authors' run, two spirals",
  experiment: authorsRun({ data: { id: "two-spirals" }, horizon: 2, noiseMean: -1.1 }),
};
