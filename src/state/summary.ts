/** @file The spoken summary: what was said when it was asked for, until it is put away. */
import { create } from "zustand";

/** `asked` counts, so that asking again says it again. */
export const useSummary = create<{ readonly text: string | null; readonly asked: number }>(() => ({ text: null, asked: 0 }));

export function sayAloud(text: string): void {
  useSummary.setState(({ asked }) => ({ text, asked: asked + 1 }));
}

export function putSummaryAway(): void {
  useSummary.setState({ text: null });
}
