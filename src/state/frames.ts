/**
 * @file The newest frame and the loss history, outside React: the stage and the curves read them when they draw.
 */
import { createStore } from "zustand/vanilla";
import { appended, cutAfter, emptyHistory, type LossHistory } from "../plots/history.ts";
import type { Frame, LossPart } from "../engine/results.ts";

interface Frames {
  readonly frame: Frame | null;
  readonly history: LossHistory;
  readonly parts: readonly LossPart[];
}

/** Columns before the parts: step, total. */
const FIRST_PART = 2;

const NOTHING: Frames = { frame: null, history: emptyHistory(FIRST_PART), parts: [] };

export const frames = createStore<Frames>(() => NOTHING);

/** A new run: its curves start empty. The old picture stays until the first new frame, so that nothing blinks. */
export function beginFrames(): void {
  frames.setState({ history: emptyHistory(FIRST_PART), parts: [] });
}

export function pushFrame(frame: Frame): void {
  const { history, parts } = frames.getState();
  const columns = FIRST_PART + frame.parts.length;
  const sameParts = parts.length === frame.parts.length && parts.every((part, k) => part.name === frame.parts[k]?.name);
  const base = sameParts && history.columns === columns ? history : emptyHistory(columns);
  frames.setState({ frame, history: appended(base, frame.history), parts: frame.parts });
}

/** Training goes on from an earlier step: the curves after it are forgotten. */
export function cutFrames(step: number): void {
  frames.setState({ history: cutAfter(frames.getState().history, step) });
}
