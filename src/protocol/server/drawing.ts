/**
 * @file Frames: at most one in flight, at most as many as the page wants, and never more than their share of the worker's time.
 *
 * While training plays a frame moves one particle in `stripes`; the number doubles and halves so that a frame takes some twenty
 * milliseconds on whatever machine. At rest, and for the past, all particles are moved.
 */
import { transferables } from "../../engine/look/frame.ts";
import type { ServerHost } from "./host.ts";
import { type ComparedRun, lastTold, pinnedAt, type WorkerRun } from "./run.ts";

/** Milliseconds of a frame while training plays: a message waits no longer than that, and nobody sees it stutter. */
const LONG = 30;
const SHORT = 10;

const MOST_STRIPES = 16;

export interface FrameDrawing {
  /** Makes a frame, if one is due; `always`: as soon as the page is ready for one. */
  frame(r: WorkerRun, always: boolean): Promise<void>;
  /** The page has it. */
  acknowledged(r: WorkerRun): Promise<void>;
}

export function drawing(host: ServerHost, isCurrent: (r: WorkerRun) => boolean, besideOf: () => ComparedRun | null): FrameDrawing {
  async function frame(r: WorkerRun, always: boolean): Promise<void> {
    if (r.inFlight) r.owed ||= always;
    if (r.inFlight || (!always && (host.now() < r.nextFrame || !r.frameAllowance.free()))) return;
    r.owed = false;
    r.inFlight = true;
    try {
      await send(r);
    } catch (error) {
      r.inFlight = false;
      throw error;
    }
  }

  async function send(r: WorkerRun): Promise<void> {
    await r.trainer.settle();
    const start = host.now();
    const playing = r.trainer.playing();
    const stripes = playing ? r.stripes : 1;
    const made = await r.frames.make(
      r.look,
      Math.min(r.sent, r.session.step()),
      r.shown,
      {
        seconds: r.trainer.seconds(),
        stepsPerSecond: r.pace.stepsPerSecond(),
        playing,
        checkpoints: r.rewind.steps(),
        pinned: await pinnedAt(besideOf, r, stripes),
      },
      stripes,
    );
    if (!isCurrent(r)) return;
    r.sent = lastTold(made, r.sent, r.session.step());
    const now = host.now();
    const cost = now - start;
    r.nextFrame = start + 1000 / Math.max(1, r.look.rate);
    // The first frame pays for code that has never run: charging it would leave the page still for seconds.
    if (r.session.step() > 0) r.frameAllowance.spend(cost);
    if (playing && cost > LONG) r.stripes = Math.min(MOST_STRIPES, 2 * r.stripes);
    if (playing && cost < SHORT) r.stripes = Math.max(1, r.stripes / 2);
    // Where the kernels are asked and answer later, training may have stopped or begun while the frame was made.
    host.post({ kind: "frame", runId: r.runId, frame: { ...made, playing: r.trainer.playing() } }, transferables(made));
  }

  return {
    frame,
    async acknowledged(r) {
      r.inFlight = false;
      if (r.owed) await frame(r, true);
    },
  };
}
