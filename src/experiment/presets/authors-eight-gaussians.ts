/** @file Eight Gaussians as the authors' public code trains them (authors-run.ts). */
import { authorsRun } from "../authors-run.ts";
import type { Preset } from "../experiment.ts";

export const watch = "All eight are found, with shares between 11 and 16 % instead of 12.5.";

export const preset: Preset = {
  id: "authors-eight-gaussians",
  title: "Authors' run, eight Gaussians",
  experiment: authorsRun({ data: { id: "ring-mixture", params: { radius: 2.828, width: 0.354 } }, horizon: 5, noiseMean: 0 }),
};
