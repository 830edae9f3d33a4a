/** @file Controls that the opened link locks: shown, not usable, and it is said why. */
import type { ReactNode } from "react";
import { allLocked, isLocked, useFlags } from "../../state/flags.ts";

/** Without a path: locked when everything is. */
export function Locked({ path, children }: { readonly path?: string; readonly children: ReactNode }) {
  const lock = useFlags((flags) => flags.lock);
  const locked = path === undefined ? allLocked(lock) : isLocked(lock, path) && !allLocked(lock);
  if (!locked) return children;
  return (
    <fieldset disabled className="locked" title="Locked by the link that was opened">
      {path === undefined ? <legend>Locked by the link that was opened</legend> : null}
      {children}
    </fieldset>
  );
}
