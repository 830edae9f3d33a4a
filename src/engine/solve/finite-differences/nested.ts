/**
 * @file Finite differences from coarse to fine, where a game does not settle soon: on half the nodes first, and there on half of those.
 *
 * With little noise the way from the first guess is long, and it is walked where a sweep costs a fraction; what is left for each finer grid
 * are the steps of Newton's method that what the grids differ by takes.
 */
import type { Setup } from "../../game/setup.ts";
import { finiteDifferenceProblem } from "./finite-difference-game.ts";
import { type FiniteDifferences, solveByFiniteDifferences } from "./finite-differences.ts";
import type { FiniteDifferenceProblem } from "./sweep.ts";

/** Coarser grids than this show another game. */
const FEWEST = 32;

/** @param from the solution of a game near by, to start from */
export const nestedDifferences = (
  setup: Setup,
  problem: FiniteDifferenceProblem,
  from?: FiniteDifferences,
): Generator<FiniteDifferences, FiniteDifferences> =>
  solveByFiniteDifferences(problem, from, () => onHalf(setup, problem.lattice.axes[0]!.nodes));

/** The solution on half the nodes, itself begun on half of those; undefined where so few show another game. */
function* onHalf(setup: Setup, nodes: number): Generator<FiniteDifferences, FiniteDifferences | undefined> {
  const half = Math.floor(nodes / 2);
  const problem = half < FEWEST ? undefined : finiteDifferenceProblem(setup, half);
  if (problem === undefined || "slot" in problem) return undefined;
  return yield* solveByFiniteDifferences(problem, undefined, () => onHalf(setup, half));
}
