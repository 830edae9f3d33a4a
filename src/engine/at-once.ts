/** @file Games that are solved at once, by the solver that the objective names: each comes in a file of its own, with the first game that asks. */
import type { Registry } from "../catalogue/registry.ts";
import type { SolveAtOnce } from "../catalogue/solve.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { SolvedAtOnce, Solving } from "./at-once-results.ts";

/** What a solver needs of the thread it runs in. */
export interface SolvingHost {
  /** Lets other messages in. Call it every few tens of milliseconds. @throws GivenUp if nobody waits for the answer any more */
  breathe(): Promise<void>;
  tell(solving: Solving): void;
}

/** Another question was asked in the meantime. */
export class GivenUp extends Error {}

/** The game has no answer that could be reached, with the slot that stands in the way, and why. */
export class NoAnswer extends Error {
  readonly slot: string;
  constructor(slot: string, reason: string) {
    super(reason);
    this.slot = slot;
  }
}

/** An answer with what its solver starts from when a game near by is asked for. */
export interface SolvedGame<Near = unknown> {
  readonly answer: SolvedAtOnce;
  readonly near: Near;
}

/**
 * @param how as the objective has it
 * @param near of the last answer of this same solver, if there is one
 * @throws NoAnswer, GivenUp
 */
export type SolveGame = (
  given: { readonly experiment: Experiment; readonly registry: Registry; readonly how: SolveAtOnce; readonly near?: unknown },
  host: SolvingHost,
) => Promise<SolvedGame>;

const SOLVERS: Partial<Readonly<Record<SolveAtOnce["solver"], () => Promise<{ readonly solveGame: SolveGame }>>>> = {
  "forward-backward": () => import("./solve/states/at-once.ts"),
};

export interface AtOnce {
  /** @throws NoAnswer, GivenUp, Error where the solver could not be loaded */
  solve(experiment: Experiment, host: SolvingHost): Promise<SolvedAtOnce>;
}

/** Remembers its last answer, from which the next begins. */
export function openAtOnce(registry: Registry): AtOnce {
  let last: { readonly solver: SolveAtOnce["solver"]; readonly near: unknown } | null = null;
  return {
    async solve(experiment, host) {
      const how = registry.objective.get(experiment.objective.id).solveAtOnce?.(experiment.objective.params);
      const load = how === undefined ? undefined : SOLVERS[how.solver];
      if (how === undefined || load === undefined) throw new Error(`Nobody solves "${experiment.objective.id}" at once`);
      const solver = await load().catch(() => null);
      if (solver === null)
        throw new Error("The solver could not be loaded. Check the connection and reload the page; your experiment is in its address.");
      const near = last?.solver === how.solver ? { near: last.near } : {};
      const solved = await solver.solveGame({ experiment, registry, how, ...near }, host);
      last = { solver: how.solver, near: solved.near };
      return solved.answer;
    },
  };
}
