/** @file The verdict on the loss curve, kept from look to look: whether the run still moves. */
import { create } from "zustand";
import { type Settling, settling, type Trend, trendOf } from "../plots/settling.ts";
import { frames } from "./frames.ts";
import { useRun } from "./run.ts";

export const useSettling = create<{ readonly verdict: Settling; readonly trend: Trend | null }>(() => ({ verdict: "early", trend: null }));

/** A verdict is looked over this often at most. */
const EVERY = 800; // ms

/** Follows the curve until the returned function is called. A new run starts without a verdict. */
export function followSettling(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let runId = useRun.getState().runId;
  function look(): void {
    timer = undefined;
    const trend = trendOf(frames.getState().history);
    const before = runId === useRun.getState().runId ? useSettling.getState().verdict : "early";
    runId = useRun.getState().runId;
    useSettling.setState({ verdict: settling(before, trend), trend });
  }
  const stops = [
    frames.subscribe((now, before) => {
      if (now.history !== before.history) timer ??= setTimeout(look, EVERY);
    }),
    // At rest the last word is spoken at once.
    useRun.subscribe((now, before) => {
      if (now.runId !== before.runId || (now.phase !== before.phase && now.phase !== "playing")) look();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
