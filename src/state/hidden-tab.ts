/**
 * @file A hidden tab: training waits until somebody looks again, or goes on, by choice. Drawing and measuring stop either way (`look`).
 */
import { isTraining, useRun } from "./run.ts";
import type { PageSession } from "./session.ts";
import { useView } from "./view.ts";

/** Keeps to the choice until the returned function is called. */
export function followHiddenTab(page: Document, session: Pick<PageSession, "play" | "pause">): () => void {
  /** The run that was stopped here, to go on with when the tab is seen again. */
  let waiting: number | null = null;

  function follow(): void {
    const { phase, stopping, runId } = useRun.getState();
    if (page.hidden) {
      if (!isTraining({ phase, stopping }) || !useView.getState().waitHidden) return;
      waiting = runId;
      session.pause();
    } else if (waiting !== null) {
      // Nobody was here to change his mind, but a run may have ended, failed or been replaced in the meantime.
      if (waiting === runId && (phase === "paused" || phase === "playing")) session.play();
      waiting = null;
    }
  }

  page.addEventListener("visibilitychange", follow);
  return () => page.removeEventListener("visibilitychange", follow);
}
