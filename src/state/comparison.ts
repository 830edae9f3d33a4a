/** @file Beginning and ending a comparison: the run is pinned, and the panes show both. */
import type { PageSession } from "./session.ts";
import { choosePanes, useView } from "./view.ts";

export function startComparison(session: PageSession): void {
  session.pin();
  choosePanes("runs");
}

export function endComparison(session: PageSession): void {
  session.unpin();
  if (useView.getState().panes === "runs") choosePanes(null);
}
