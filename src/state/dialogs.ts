/** @file Which of the dialogs that are loaded on demand is open: one at a time. */
import { create } from "zustand";

export type DialogName = "gallery" | "lessons" | "draw" | "upload" | "share" | "docs";

interface Dialogs {
  readonly open: DialogName | null;
  /** A file that was dropped before its dialog was there. */
  readonly file: File | null;
  /** The heading of docs/ that the pages are open at. */
  readonly section: string | null;
}

export const useDialogs = create<Dialogs>(() => ({ open: null, file: null, section: null }));

export function openDialog(open: DialogName, file: File | null = null): void {
  useDialogs.setState({ open, file });
}

export function openSection(section: string): void {
  useDialogs.setState({ open: "docs", section });
}

export function closeDialog(): void {
  useDialogs.setState({ open: null, file: null });
}
