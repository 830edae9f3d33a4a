/** @file Trains a session to its stop, with the clock that the engine itself never reads. */
import type { Session } from "../engine/learn/session.ts";
import { endProgress, progress } from "./say.ts";

export interface TrainedRun {
  readonly steps: number;
  /** Of training: set-up and measuring not counted. */
  readonly seconds: number;
}

const REDRAW_MS = 100;

/** @throws Divergence */
export async function train(session: Session): Promise<TrainedRun> {
  await session.ready();
  const start = performance.now();
  let drawn = start;
  for (;;) {
    const now = performance.now();
    const seconds = (now - start) / 1000;
    const used = session.used(seconds);
    if (now - drawn > REDRAW_MS) {
      drawn = now;
      progress(used, `step ${session.step()} · ${(session.step() / seconds).toFixed(0)} steps/s`);
    }
    if (used >= 1) break;
    await session.advance(used, session.left());
  }
  await session.settle();
  const seconds = (performance.now() - start) / 1000;
  progress(1, `step ${session.step()} · ${seconds.toFixed(1)} s`);
  endProgress();
  return { steps: session.step(), seconds };
}

/** The recorded losses, step by step. */
export interface Losses {
  readonly step: readonly number[];
  readonly total: readonly number[];
  readonly parts: Readonly<Record<string, readonly number[]>>;
}

export function lossesOf(session: Session): Losses {
  const { names, since } = session.history();
  const rows = since(0);
  const width = names.length + 2;
  const columnAt = (at: number) => Array.from({ length: rows.length / width }, (_, k) => rows[k * width + at]!);
  return { step: columnAt(0), total: columnAt(1), parts: Object.fromEntries(names.map((name, i) => [name, columnAt(i + 2)])) };
}
