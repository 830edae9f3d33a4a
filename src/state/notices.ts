/** @file What the page says about a file that was opened or dropped. */
import { create } from "zustand";

export interface Notice {
  readonly refused: boolean;
  readonly title: string;
  readonly lines: readonly string[];
  /** What can be done about it. */
  readonly offer: { readonly label: string; readonly act: () => void } | null;
}

export const useNotice = create<{ readonly notice: Notice | null }>(() => ({ notice: null }));

export function putNoticeAway(): void {
  useNotice.setState({ notice: null });
}

export const said = (title: string, lines: readonly string[] = []): Notice => ({ refused: false, title, lines, offer: null });

export const refusedFile = (file: string, ...lines: readonly string[]): Notice => ({
  refused: true,
  title: `${file} was not opened`,
  lines,
  offer: null,
});
