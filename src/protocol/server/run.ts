/** @file One run inside the worker: a session with its loop, its frames and its checkpoints; and the run it is compared with. */
import { exactSolution } from "../../engine/game/closed-form.ts";
import type { Solution } from "../../engine/solution.ts";
import { type FrameMaker, frameMaker } from "../../engine/look/frame.ts";
import type { Floors } from "../../engine/measure/true-samples.ts";
import type { Measurement } from "../../engine/measure/measure.ts";
import type { WeightsPair } from "../../engine/learn/weights-lock.ts";
import { createRewind, type Rewind } from "../../engine/look/rewind.ts";
import { Divergence } from "../../engine/learn/divergence.ts";
import type { Session } from "../../engine/learn/session.ts";
import type { Checkpoint } from "../../engine/learn/training.ts";
import { createTrainer, type Trainer, type TrainerHost } from "../../engine/learn/trainer.ts";
import type { Pinned } from "../../engine/results.ts";
import type { Look } from "../../engine/results.ts";
import { type Allowance, allowance } from "./allowance.ts";
import { type StepRate, stepRate } from "./step-rate.ts";
import type { Piecewise } from "./piecewise.ts";

/** Milliseconds for a millisecond of training. Both together: 0.33 / 1.33, a quarter of the worker's time. */
const FRAME_SHARE = 0.2;
const MEASURE_SHARE = 0.13;

/** Stripes to begin with. */
const STRIPES = 4;

/** A ruler under way beside training. */
export interface Ruling {
  readonly work: Piecewise<Measurement>;
  readonly weights: WeightsPair;
  readonly step: number;
}

export interface WorkerRun {
  readonly runId: number;
  readonly session: Session;
  readonly trainer: Trainer;
  readonly rewind: Rewind;
  frames: FrameMaker;
  exact: Solution | null;
  look: Look;
  /** The checkpoint that is drawn instead of the present weights. */
  shown: Checkpoint | null;
  /** The last step whose losses the page has. */
  sent: number;
  inFlight: boolean;
  /** A frame was asked for while one was in flight: it is made when that one is acknowledged. */
  owed: boolean;
  nextFrame: number;
  nextMeasure: number;
  readonly frameAllowance: Allowance;
  readonly measureAllowance: Allowance;
  readonly pace: StepRate;
  /** Seconds of training that the allowances have been told of. */
  earned: number;
  /** One particle in so many is moved for a frame while training plays. */
  stripes: number;
  /** The ruler whose turn it is, and the one that is under way beside training. */
  ruler: number;
  ruling: Ruling | null;
  /** Counts the times that rulers were asked at rest: only the last asker is answered. */
  round: number;
  /** Counts the changes that are no training steps: what was measured before one is not measured after it. */
  version: number;
  /** How many rulers have answered at rest, and of what. */
  rested: { readonly step: number; readonly version: number; turns: number };
  readonly floors: { readonly live: Floors; readonly resting: Floors };
}

export function beginRun(runId: number, session: Session, host: TrainerHost, exact: Solution | null, look: Look): WorkerRun {
  return {
    runId,
    session,
    trainer: createTrainer(session, host),
    rewind: createRewind(session),
    frames: frameMaker(session, exact),
    exact,
    look,
    shown: null,
    sent: 0,
    inFlight: false,
    owed: false,
    nextFrame: 0,
    nextMeasure: 0,
    frameAllowance: allowance(FRAME_SHARE),
    measureAllowance: allowance(MEASURE_SHARE),
    pace: stepRate(),
    earned: 0,
    stripes: STRIPES,
    ruler: 0,
    ruling: null,
    round: 0,
    version: 0,
    rested: { step: 0, version: 0, turns: 0 },
    floors: { live: {}, resting: {} },
  };
}

/** Run A of a comparison. */
export interface ComparedRun {
  readonly session: Session;
  readonly rewind: Rewind;
  readonly frames: FrameMaker;
  sent: number;
}

/**
 * The last step whose losses the page has after it was told these. Steps under way are none of them yet. Those that a run went
 * back over are told, but others will come in their place.
 */
export function lastTold({ history, parts }: Pick<Pinned, "history" | "parts">, before: number, step: number): number {
  return Math.min(step, history.at(-2 - parts.length) ?? before);
}

/** Does what may set the game up anew, as other data or another preconditioning do. Returns whether it did. */
export function refits(r: WorkerRun, work: () => void): boolean {
  const before = r.session.setup();
  work();
  if (before === r.session.setup()) return false;
  r.exact = exactSolution(r.session.setup());
  r.frames = frameMaker(r.session, r.exact);
  return true;
}

/** After a divergence: what came after the good weights cannot be gone back to, and will be told anew. */
export function goneBack(run: Pick<ComparedRun, "session" | "rewind" | "sent">): void {
  const step = run.session.step();
  run.rewind.cut(step);
  run.sent = Math.min(run.sent, step);
}

/** Run A follows run B: after steps of B that go past A's last one, A takes as many. What is learned follows no sweeps and no time steps. */
export async function follow(besideNow: () => ComparedRun | null, session: Session, fraction: number): Promise<void> {
  const beside = besideNow();
  if (beside === null || beside.session === session || (beside.session.learned && !session.learned)) return;
  await unlessLetGo(besideNow, async () => {
    while (beside === besideNow() && beside.session.step() < session.step()) {
      const taken = await beside.session.advance(fraction, session.step() - beside.session.step());
      // A solver that has ended takes no more steps, however far B goes.
      if (taken === 0 && !beside.session.learned) return;
      if (!beside.rewind.due()) continue;
      await beside.session.settle();
      beside.rewind.note();
    }
  });
}

const WHOSE = "It was run A, which is pinned: let go of it, and run B trains on by itself";

/** Run A may be let go in the middle of what is asked of it: what it then says is of no concern to B. */
async function unlessLetGo<T>(besideNow: () => ComparedRun | null, work: () => Promise<T>): Promise<T | null> {
  const beside = besideNow();
  try {
    return await work();
  } catch (error) {
    if (beside !== besideNow()) return null;
    throw error instanceof Divergence ? new Divergence(error.step, error.term, error.good, WHOSE) : error;
  }
}

/** Run A at the step that B shows: from a checkpoint if A is further on. Beside a run that is not learned it stands as it is. */
export async function pinnedAt(besideNow: () => ComparedRun | null, run: WorkerRun, stripes: number): Promise<Pinned | null> {
  const beside = besideNow();
  if (beside === null || beside.session === run.session) return null;
  const step = run.shown?.step ?? run.session.step();
  return unlessLetGo(besideNow, async () => {
    await beside.session.settle();
    const earlier = run.session.learned && beside.session.step() > step ? beside.rewind.nearest(step) : null;
    const pinned = await beside.frames.pinned(run.look, Math.min(beside.sent, beside.session.step()), earlier, stripes);
    beside.sent = lastTold(pinned, beside.sent, beside.session.step());
    return pinned;
  });
}
