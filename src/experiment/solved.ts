/** @file Whether a run is solved on a grid, marched in time, or made of kernels, instead of learned by networks: then nothing of it is about networks and training. */
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";

export const isSolved = ({ objective }: Pick<Experiment, "objective">): boolean => {
  const at = specs.objective.get(objective.id)?.at;
  return at === "grid" || at === "particles" || at === "data";
};
