/** @file Two spirals as the authors' public code trains them (authors-run.ts). */
import { authorsRun } from "../authors-run.ts";
import type { Preset } from "../experiment.ts";

export const preset: Preset = {
  id: "authors-two-spirals",
  title: "Authors' run, two spirals",
  watch:
    "The nearest of these five to its data: a sliced W₂ of 0.07, of two true samples 0.05. The field is free: its curl says how far it is from a score.",
  experiment: authorsRun({ data: { id: "two-spirals" }, horizon: 2, noiseMean: -1.1 }),
};
