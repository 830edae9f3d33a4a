/**
 * @file The guided tour: shown once, to whoever opens the lab itself for the first time, and whenever it is asked for.
 *
 * `?tour=on` always shows it and `?tour=off` never. Without either it is not shown to somebody who follows a link (to an
 * experiment, or with display flags: an embedded or projected lab has its own teacher), nor to a browser under automation.
 */
import { create } from "zustand";

interface Tour {
  /** Index of the step; null: no tour. */
  readonly step: number | null;
}

export const useTour = create<Tour>(() => ({ step: null }));

const SEEN = "mfg-lab.tour-seen";

type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;

/** Storage may be blocked: then the tour counts as seen, rather than greet at every visit. */
function seenBefore(storage: () => Storage): boolean {
  try {
    return storage().getItem(SEEN) !== null;
  } catch {
    return true;
  }
}

function remember(storage: () => Storage): void {
  try {
    storage().setItem(SEEN, "1");
  } catch {
    // Full or blocked: nothing is lost but the memory of this.
  }
}

export interface Visit {
  readonly href: string;
  readonly automated: boolean;
  readonly storage: () => Storage;
}

export function greets({ href, automated, storage }: Visit): boolean {
  const { searchParams, hash } = new URL(href);
  const asked = searchParams.get("tour");
  if (asked === "on" || asked === "off") return asked === "on";
  searchParams.delete("tour");
  searchParams.delete("theme");
  return !automated && searchParams.size === 0 && hash === "" && !seenBefore(storage);
}

/** Starts the tour on a first visit. */
export function greet(visit: Visit): void {
  if (!greets(visit)) return;
  remember(visit.storage);
  startTour();
}

export function startTour(): void {
  useTour.setState({ step: 0 });
}

export function goToStep(step: number): void {
  useTour.setState({ step });
}

export function endTour(): void {
  useTour.setState({ step: null });
}
