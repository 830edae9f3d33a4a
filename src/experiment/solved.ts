/** @file Whether a run is solved on a grid instead of learned: then nothing of it is about networks and training. */
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";

export const isSolved = ({ objective }: Pick<Experiment, "objective">): boolean => specs.objective.get(objective.id)?.at === "grid";
