/**
 * @file The first visit: a run that starts by itself, and the guided tour, once; the tour also whenever it is asked for.
 *
 * Whoever opens the lab itself for the first time sees the crowd become the data before a word is said: the tour waits for that.
 * With reduced motion nothing starts, and the tour comes at once.
 *
 * `?tour=on` always shows it and `?tour=off` never. Without either it is not shown to somebody who follows a link (to an
 * experiment, or with display flags: an embedded or projected lab has its own teacher), nor to a browser under automation.
 */
import { create, type StoreApi } from "zustand";

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

/** The lab itself was opened, by a person, for the first time. */
function isFirst({ href, automated, storage }: Visit): boolean {
  const { searchParams, hash } = new URL(href);
  searchParams.delete("tour");
  searchParams.delete("theme");
  return !automated && searchParams.size === 0 && hash === "" && !seenBefore(storage);
}

/** @internal */
export function greets(visit: Visit): boolean {
  const asked = new URL(visit.href).searchParams.get("tour");
  return asked === "on" || (asked !== "off" && isFirst(visit));
}

/** The run starts by itself. @param calm the visitor asked for less motion */
export function startsByItself(visit: Visit, calm: boolean): boolean {
  return !calm && isFirst(visit);
}

/** What a run says of itself while the tour waits. */
interface Running {
  readonly phase: string;
  readonly seconds: number;
}

/** Seconds of training by which the crowd has become the data. @internal */
export const FIRST_RUN = 10;

/**
 * Starts the tour on a first visit.
 *
 * @param run that started by itself: the tour waits until it has shown what it can, or is stopped; null: nothing to wait for
 */
export function greet(visit: Visit, run: StoreApi<Running> | null = null): void {
  const [wanted, first] = [greets(visit), isFirst(visit)];
  if (wanted || first) remember(visit.storage);
  if (!wanted) return;
  if (run === null) startTour();
  else {
    let played = false;
    const stop = run.subscribe(({ phase, seconds }) => {
      const playing = phase === "playing";
      played ||= playing;
      if (!played || (playing && seconds < FIRST_RUN)) return;
      stop();
      startTour();
    });
  }
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
