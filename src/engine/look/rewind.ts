/**
 * @file Rewind: checkpoints along the training, a bounded ring. When it is full every second one goes and from then on they are
 * kept half as often, so the marks stay evenly spread over a run of any length.
 */
import type { WeightsPair } from "../learn/weights-lock.ts";
import { weightCount } from "../learn/networks.ts";
import type { Session } from "../learn/session.ts";
import type { Checkpoint } from "../learn/training.ts";

/** Checkpoints at most, and the memory they may take together. */
const MOST = 64;
const BYTES = 64 * 1024 * 1024;

/** Steps between checkpoints at first: the beginning is where the flow changes most. */
const FIRST_EVERY = 10;

export interface Rewind {
  /** Whether a checkpoint is due: the session is settled then, for `note` to keep it. */
  due(): boolean;
  /** Called after a slice of steps: keeps a checkpoint if one is due. */
  note(): void;
  /** Steps that one can go back to, the newest checkpoint last. */
  steps(): readonly number[];
  /** The last checkpoint at or before a step. */
  nearest(step: number): Checkpoint | null;
  /** Forgets what came after a step. */
  cut(step: number): void;
  clear(): void;
}

export function createRewind(session: Session): Rewind {
  let kept: Checkpoint[] = [session.checkpoint()];
  let every = FIRST_EVERY;
  const size = 4 * 4 * weightCount(session.networks().map(({ kernel }) => kernel));
  const most = Math.max(4, Math.min(MOST, Math.floor(BYTES / size)));

  const due = (): boolean => session.learned && session.step() - (kept[kept.length - 1]?.step ?? -every) >= every;

  return {
    due,
    note() {
      if (!due()) return;
      kept.push(session.checkpoint());
      if (kept.length <= most) return;
      kept = kept.filter((_, i) => i % 2 === 0);
      every *= 2;
    },
    steps: () => (session.learned ? kept.map((c) => c.step) : []),
    nearest: (step) => (session.learned ? kept : []).findLast((c) => c.step <= step) ?? null,
    cut(step) {
      kept = kept.filter((c) => c.step <= step);
    },
    clear() {
      kept = [session.checkpoint()];
      every = FIRST_EVERY;
    },
  };
}

/** A copy of the run's own weights as they are now. */
export function weightsOf(session: Session): WeightsPair {
  return session.weightsLock().own();
}

/** Runs `work` with the weights of a checkpoint, or with the present ones, while nobody else uses the kernel. */
export function withWeightsOf<T>(session: Session, weights: WeightsPair | null, work: () => Promise<T>): Promise<T> {
  return weights === null ? session.weightsLock().exclusively(work) : session.weightsLock().lend(weights, work);
}
