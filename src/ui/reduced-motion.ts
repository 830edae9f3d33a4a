/** @file Whether motion is not wanted. */
import { useSyncExternalStore } from "react";

const REDUCED = "(prefers-reduced-motion: reduce)";

export const wantsStills = (): boolean => window.matchMedia(REDUCED).matches;

export function useReducedMotion(): boolean {
  return useSyncExternalStore((changed) => {
    const query = window.matchMedia(REDUCED);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, wantsStills);
}
