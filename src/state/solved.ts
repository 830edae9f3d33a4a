/** @file The answer of a game that is solved at once, the one that is held beside it, and where its clock stands. */
import { create } from "zustand";
import type { SolvedAtOnce, Solving } from "../engine/at-once-results.ts";
import type { Experiment } from "../experiment/experiment.ts";

/** Run A of a comparison. */
export interface HeldAnswer {
  readonly experiment: Experiment;
  readonly solved: SolvedAtOnce;
}

export interface SolvedState {
  /** The newest answer: it stays while the next is sought. */
  readonly solved: SolvedAtOnce | null;
  readonly solving: Solving | null;
  readonly held: HeldAnswer | null;
}

export const useSolved = create<SolvedState>(() => ({ solved: null, solving: null, held: null }));

/** Another game begins. */
export function beginSolved(): void {
  useSolved.setState({ solved: null, solving: null, held: null });
}

/** The present answer stays, beside those that come. */
export function holdSolved(experiment: Experiment): void {
  const { solved } = useSolved.getState();
  if (solved !== null) useSolved.setState({ held: { experiment, solved } });
}
