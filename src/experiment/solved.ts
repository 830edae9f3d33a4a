/** @file Whether a run is solved on a grid, or marched in time, instead of learned: then nothing of it is about networks and training. */
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";

export const isSolved = ({ objective }: Pick<Experiment, "objective">): boolean => {
  const at = specs.objective.get(objective.id)?.at;
  return at === "grid" || at === "particles";
};
