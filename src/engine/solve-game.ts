/** @file What a solver of a game that is solved at once is asked, and what it may say instead of an answer. */
import type { Registry } from "../catalogue/registry.ts";
import type { SolveAtOnce } from "../catalogue/solve.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { SolvedAtOnce, Solving } from "./at-once-results.ts";

/** What a solver needs of the thread it runs in. */
export interface SolvingHost {
  /** Lets other messages in. Call it every few tens of milliseconds. @throws GivenUp if nobody waits for the answer any more */
  breathe(): Promise<void>;
  tell(solving: Solving): void;
  /** What is known of the answer before all of it is: shown until that comes. */
  soon(answer: SolvedAtOnce): void;
  /** Milliseconds of some clock. */
  now(): number;
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
  /** What it is at a place, [d]; undefined where there is nobody. Left out: nobody asks. */
  at?(place: readonly number[]): object | undefined;
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
