/** @file Which of the dialogs that are loaded on demand is open: one at a time. */
import { create } from "zustand";
import type { PointSlot } from "../experiment/given-points.ts";

export type DialogName = "gallery" | "lessons" | "draw" | "upload" | "share" | "docs";

interface Dialogs {
  readonly open: DialogName | null;
  /** A file that was dropped before its dialog was there. */
  readonly file: File | null;
  /** Where points that are drawn or read from a file go. */
  readonly slot: PointSlot;
  /** The heading of docs/ that the pages are open at. */
  readonly section: string | null;
}

export const useDialogs = create<Dialogs>(() => ({ open: null, file: null, slot: "data", section: null }));

export function openDialog(open: DialogName, file: File | null = null, slot: PointSlot = "data"): void {
  useDialogs.setState({ open, file, slot });
}

export function openSection(section: string): void {
  useDialogs.setState({ open: "docs", section });
}

export function closeDialog(): void {
  useDialogs.setState({ open: null, file: null });
}
