/** @file What a rule of what goes together is given, and what it says. */
import type { DensitySpec } from "../catalogue/define.ts";
import type { Game, ObjectiveSpec } from "../catalogue/terms.ts";
import type { Experiment } from "./experiment.ts";
import type { MisfitAt } from "./misfit-at.ts";

export interface Given {
  readonly experiment: Experiment;
  readonly game: Game;
  /** null: the game has none. */
  readonly data: DensitySpec | null;
  /** That of the data is known, and a number everywhere. */
  readonly logDensity: boolean;
  /** The dynamics reverse a noising process. */
  readonly noises: boolean;
  readonly objective: ObjectiveSpec;
  /** The objective simulates particles. */
  readonly rollsOut: boolean;
}

/** undefined: nothing is wrong. */
export type Rule = (given: Given) => MisfitAt | undefined;
