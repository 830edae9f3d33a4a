/** @file Games that are solved at once, by the solver that the objective names: each comes in a file of its own, with the first game that asks. */
import type { Registry } from "../catalogue/registry.ts";
import type { SolveAtOnce } from "../catalogue/solve.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { SolvedGame, SolveGame, SolvingHost } from "./solve-game.ts";

export { GivenUp, NoAnswer, type SolvedGame, type SolvingHost } from "./solve-game.ts";

const SOLVERS: Readonly<Record<SolveAtOnce["solver"], () => Promise<SolveGame>>> = {
  crossing: async () => (await import("./solve/crossing/answer.ts")).solveCrossingGame,
  "forward-backward": async () => (await import("./solve/states/answer.ts")).solveStatesGame,
};

export interface AtOnce {
  /** @throws NoAnswer, GivenUp, Error where the solver could not be loaded */
  solve(experiment: Experiment, host: SolvingHost): Promise<SolvedGame>;
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
      const solved = await solver({ experiment, registry, how, ...near }, host);
      last = { solver: how.solver, near: solved.near };
      return solved;
    },
  };
}
