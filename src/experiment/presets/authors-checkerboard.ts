/** @file Checkerboard as the authors' public code trains them (authors-run.ts). */
import { authorsRun } from "../authors-run.ts";
import type { Preset } from "../experiment.ts";

export const watch = "The squares stand apart with soft edges: sliced W₂ 0.2, of two true samples 0.07.";

export const preset: Preset = {
  id: "authors-checkerboard",
  title: "Authors' run, checkerboard",
  experiment: authorsRun({ data: { id: "checkerboard", params: { size: 2 } }, horizon: 3, noiseMean: -1 }),
};
