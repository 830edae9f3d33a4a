/** @file Run A of a comparison: what it is, and its loss history as far as it has been told. */
import { create } from "zustand";
import type { Experiment } from "../experiment/experiment.ts";
import { appended, emptyHistory, type LossHistory } from "../plots/history.ts";
import type { LossPart, Pinned } from "../engine/results.ts";

interface Compare {
  /** The experiment of run A and its step when it was pinned; null: nothing is compared. */
  readonly a: { readonly experiment: Experiment; readonly step: number } | null;
  readonly history: LossHistory;
  readonly parts: readonly LossPart[];
  /** The step at which A is drawn. */
  readonly shown: number;
}

const NOTHING: Compare = { a: null, history: emptyHistory(2), parts: [], shown: 0 };

export const useCompare = create<Compare>(() => NOTHING);

export function holdRun(experiment: Experiment, step: number): void {
  useCompare.setState({ ...NOTHING, a: { experiment, step } });
}

export function dropRun(): void {
  if (useCompare.getState().a !== null) useCompare.setState(NOTHING);
}

/** A new run B: the worker tells A's history from the beginning. */
export function beginBeside(): void {
  if (useCompare.getState().a !== null) useCompare.setState({ history: emptyHistory(2), parts: [], shown: 0 });
}

export function pushBeside({ history, parts, step }: Pinned): void {
  const now = useCompare.getState();
  const columns = 2 + parts.length;
  const base = now.history.columns === columns && now.parts.length > 0 ? now.history : emptyHistory(columns);
  const grown = history.length === 0 && now.parts.length > 0;
  if (grown && now.shown === step) return;
  useCompare.setState({ history: grown ? now.history : appended(base, history), parts, shown: step });
}

/** Run A's losses, as far as they have been told; null: nothing is compared. */
export function runA(): Pick<Compare, "history" | "parts"> | null {
  const { a, history, parts } = useCompare.getState();
  return a === null || parts.length === 0 ? null : { history, parts };
}
