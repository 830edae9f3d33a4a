/**
 * @file A long computation in pieces: it runs for some milliseconds, stands still at its next pause, and goes on when it is asked to.
 *
 * While it stands still anything may happen on the thread. What it reads has to be the same when it goes on: that is its owner's care.
 */
import type { Pause } from "../../engine/learn/pause.ts";

/** Thrown by a pause inside a computation that nobody waits for any more. */
class GaveUp extends Error {}

export type PieceOutcome<T> = { readonly kind: "standing" } | { readonly kind: "done"; readonly value: T } | { readonly kind: "gave up" };

export interface Piecewise<T> {
  /** Runs about so long. One call at a time. @throws what the computation throws */
  run(milliseconds: number): Promise<PieceOutcome<T>>;
  /** It ends at its next pause, or now if it stands still. */
  giveUp(): void;
}

export function piecewise<T>(work: (pause: Pause) => Promise<T>, now: () => number): Piecewise<T> {
  let started = false;
  let ended = false;
  let unwanted = false;
  let until = 0;
  /** Lets the computation go on from the pause at which it stands. */
  let goOn: () => void = () => undefined;
  let report: (outcome: PieceOutcome<T>) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;

  const pause: Pause = async () => {
    if (!unwanted && now() < until) return;
    if (!unwanted)
      await new Promise<void>((resolve) => {
        goOn = resolve;
        report({ kind: "standing" });
      });
    if (unwanted) throw new GaveUp();
  };

  const start = async (): Promise<void> => {
    try {
      const value = await work(pause);
      // Only now: whoever asked last wants to know.
      report({ kind: "done", value });
    } catch (error) {
      if (error instanceof GaveUp) report({ kind: "gave up" });
      else fail(error);
    } finally {
      ended = true;
    }
  };

  return {
    run(milliseconds) {
      // It was given up where it stood, by somebody who was faster than whoever comes to let it go on.
      if (ended) return Promise.resolve({ kind: "gave up" });
      until = now() + milliseconds;
      return new Promise((resolve, reject) => {
        report = resolve;
        fail = reject;
        if (started) goOn();
        else {
          started = true;
          void start();
        }
      });
    },
    giveUp() {
      unwanted = true;
      goOn();
    },
  };
}
