/**
 * @file Straight lines from the reference to the data: how their ends are paired, and the rounds in which a flow learns from itself.
 *
 * Or Brownian bridges around them, which are where the flow of a Schrödinger bridge is learned from.
 *
 *     round of a step = min(count, ⌊steps taken before it/every⌋)        nobody has to remember it
 */
import type { Expr } from "../math/expressions/expression.ts";
import type { Role } from "./role.ts";

/** How ends that were drawn apart are paired: within blocks of the batch, the cheapest way or nearly so. */
export interface EndCoupling {
  /** Samples of a block; the last of a batch may be smaller. */
  readonly pairs: number;
  /** σ of the Brownian bridge that would pair them: 0 the least Σ|y − o|², ∞ as they were drawn. A formula of what may change on the way. */
  readonly blur: number | Expr;
}

/**
 * Rounds of rectified flow: when one begins, what has been learned so far is frozen, and until the next one lines run from a point of the
 * reference to where the frozen flow sends it. Round 0 is trained on lines to the data; the last round lasts to the end of the run.
 */
export interface Rounds {
  /** Rounds after round 0. */
  readonly count: number;
  /** Steps of each but the last. */
  readonly every: number;
  /** They are stages of one flow, one after the other in its time: each has a network of its own, which stays as its last step has left it. */
  readonly stages?: true;
}

/** Rounds in which a frozen network finds the other end of a line: particles start at one end, and it moves them to the other. */
export interface Carrying extends Rounds {
  readonly from: "reference" | "data";
  /** Who moves them, a copy of whom that a round begins with. From the data they are moved backwards in time. */
  readonly by: Role;
  readonly copies: Role;
}

/** Stages of the flow's own time: 1 where it is all of one piece. */
export const stagesOf = (rounds: Rounds | undefined): number => (rounds?.stages === true ? rounds.count + 1 : 1);

/** Which lines points are drawn on, and how their ends are found. */
export interface Lines {
  readonly coupling?: EndCoupling | undefined;
  /** σ: a line to the data ends that share of its origin beside them. */
  readonly deviation?: number;
  readonly rounds?: Carrying | undefined;
}

/** Brownian bridges in the noise that a game's Fisher information stands for, between ends that are paired as it would pair them. */
export interface Bridges {
  /** Samples of a block. */
  readonly pairs: number;
}

/** Brownian bridges in the game's own noise, seen by whoever steers towards one of their ends. */
export interface SteeredBridges {
  /** The end that they arrive at. */
  readonly to: "data" | "reference";
  /** Samples of a block whose ends are paired as a bridge in that noise would; undefined: as they were drawn. */
  readonly pairs: number | undefined;
  readonly rounds: Carrying | undefined;
}

/** The round of the step that comes after so many. */
export const roundAfter = ({ count, every }: Rounds, taken: number): number => Math.min(count, Math.floor(taken / every));

/** Whether the step that comes after so many is the first of a later round. */
export const beginsRound = (rounds: Rounds, taken: number): boolean =>
  taken > 0 && roundAfter(rounds, taken) > roundAfter(rounds, taken - 1);
