/** @file Fewer columns than three: one on a phone, two in a narrow window. */
import { useSyncExternalStore } from "react";

/** The same widths as in App.css. */
const ONE_COLUMN = "(max-width: 860px)";
export const TWO_COLUMNS = "(max-width: 1180px)";

export function useNarrow(columns = ONE_COLUMN): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(columns);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(columns).matches,
  );
}
