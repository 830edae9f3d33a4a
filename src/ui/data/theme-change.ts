/** @file When colours change: the user's choice, or the system's. */
import { useView } from "../../state/view.ts";

/** Calls back after the style sheets have followed, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  // The attribute changes with the same event: wait until it has.
  const unview = useView.subscribe((now, before) => {
    if (now.theme !== before.theme) queueMicrotask(changed);
  });
  system.addEventListener("change", changed);
  return () => {
    unview();
    system.removeEventListener("change", changed);
  };
}
