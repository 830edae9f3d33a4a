/** @file The answer of a game that is solved at once, the one that is held beside it, and where its clock stands. */
import { create } from "zustand";
import type { SolvedAtOnce, Solving } from "../engine/at-once-results.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { crossingFrame } from "../plots/crossing/crossing-frame.ts";
import { dropRun } from "./compare.ts";
import { pushFrame } from "./frames.ts";

/** Run A of a comparison. */
export interface HeldAnswer {
  readonly experiment: Experiment;
  readonly solved: SolvedAtOnce;
}

export interface SolvedState {
  /** The newest answer: it stays while the next is sought. */
  readonly solved: SolvedAtOnce | null;
  /** What it is the answer to: the experiment on the screen may be newer. */
  readonly of: Experiment | null;
  readonly solving: Solving | null;
  readonly held: HeldAnswer | null;
}

export const useSolved = create<SolvedState>(() => ({ solved: null, of: null, solving: null, held: null }));

/** Another game begins. */
export function beginSolved(): void {
  if (useSolved.getState().held !== null) dropRun();
  useSolved.setState({ solved: null, of: null, solving: null, held: null });
}

/** A crowd at rest is drawn on the stage, beside the one that is held. */
function draw({ solved, held }: Pick<SolvedState, "solved" | "held">): void {
  if (solved?.kind === "crossing") pushFrame(crossingFrame(solved, held?.solved.kind === "crossing" ? held.solved : null));
}

/** An answer has come. */
export function showSolved(solved: SolvedAtOnce, of: Experiment): void {
  useSolved.setState({ solved, of, solving: null });
  draw(useSolved.getState());
}

/** Nothing is compared any more. */
export function dropSolved(): void {
  useSolved.setState({ held: null });
  draw(useSolved.getState());
}

/** The present answer stays, beside those that come. */
export function holdSolved(): void {
  const { solved, of: experiment } = useSolved.getState();
  if (solved === null || experiment === null) return;
  useSolved.setState({ held: { experiment, solved } });
  draw(useSolved.getState());
}
