/** @file Whether a run is solved on a grid, marched in time, or made of kernels, instead of learned by networks: then nothing of it is about networks and training. */
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";

/** It is solved at once, and there are no steps to watch. */
export const isAtOnce = ({ objective }: Pick<Experiment, "objective">): boolean => specs.objective.get(objective.id)?.at === "at once";

export const isSolved = ({ objective }: Pick<Experiment, "objective">): boolean => {
  const at = specs.objective.get(objective.id)?.at;
  return at === "grid" || at === "particles" || at === "data" || at === "at once";
};
