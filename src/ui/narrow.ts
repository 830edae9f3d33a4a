/** @file One column instead of three: a phone, or a narrow window. */
import { useSyncExternalStore } from "react";

/** The same width as in App.css. */
const NARROW = "(max-width: 860px)";

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(NARROW).matches,
  );
}
