/** @file A pinwheel as the authors' public code trains them (authors-run.ts). */
import { authorsRun } from "../authors-run.ts";
import type { Preset } from "../experiment.ts";

export const watch = "After T = 1 the noised data keep 61 % of what they were: the error budget says how little that costs.";

export const preset: Preset = {
  id: "authors-pinwheel",
  title: "Authors' run, pinwheel",
  experiment: authorsRun({ data: { id: "pinwheel" }, horizon: 1, noiseMean: -1.6 }),
};
