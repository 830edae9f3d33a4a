/**
 * @file The worker's end of the wire: one run at a time, frames when the page is ready for them, measures now and then.
 *
 * Frames are paid out of a budget: after one that took c ms the next waits at least 3c, so that drawing takes at most a quarter of the
 * time from training, on whatever machine. Measures have a budget of their own (`measurements`).
 */
import { exactOf } from "../../engine/exact-problem.ts";
import { frameMaker, transferables } from "../../engine/frame.ts";
import { parameterBlocks } from "../../engine/kernels/jets.ts";
import { ALL, AT_REST } from "../../engine/measure/measure.ts";
import { particleOf } from "../../engine/particle.ts";
import { createRewind, withWeightsOf } from "../../engine/rewind.ts";
import { flowOf } from "../../engine/flow.ts";
import { createSession, Divergence } from "../../engine/session.ts";
import { createTrainer } from "../../engine/trainer.ts";
import type { ServerHost } from "./host.ts";
import { sketch } from "./sketch.ts";
import type { ExactSummary, ToWorker } from "../messages.ts";
import { measurements } from "./measurements.ts";
import { type Beside, follow, pinnedAt, type Run } from "./run.ts";

const FRAME_PAUSE = 3;

/** Milliseconds of training before the first measurement: the particles come first. */
const FIRST_MEASURE = 1500;

export function serve(host: ServerHost): (message: ToWorker) => void {
  let run: Run | null = null;
  let latest = -1;
  let beside: Beside | null = null;
  const measuring = measurements(host, (r) => r === run);

  async function configure(message: Extract<ToWorker, { kind: "configure" }>): Promise<void> {
    run?.trainer.pause();
    if (run !== null && run.session !== beside?.session) run.session.dispose();
    run = null;
    const { runId, experiment } = message;
    latest = runId;
    try {
      const backend = await host.chooseBackend(message.backend);
      if (latest !== runId) return;
      const session = createSession(experiment, host.registry, backend.makeKernel);
      const solved = exactOf(session.setup());
      const exact = "reason" in solved ? null : solved;
      const next: Run = {
        runId,
        session,
        trainer: createTrainer(
          session,
          trainerHost(() => next),
        ),
        rewind: createRewind(session),
        frames: frameMaker(session, exact),
        look: message.look,
        shown: null,
        sent: 0,
        inFlight: false,
        owed: false,
        nextFrame: 0,
        nextMeasure: 0,
        ruler: 0,
        floors: { live: {}, resting: {} },
        measuredAt: -1,
      };
      run = next;
      if (beside !== null) beside.sent = 0;
      host.post({
        kind: "ready",
        runId,
        backend: backend.id,
        route: backend.route,
        reason: backend.reason,
        parameters: session.network().kernel.theta.length,
        exact: summary(solved),
        parts: session.parts(),
      });
      await frame(next, true);
    } catch (error) {
      fail(runId, 0, error);
    }
  }

  function trainerHost(current: () => Run) {
    return {
      now: () => host.now(),
      defer: (work: () => void) => {
        host.defer(work);
      },
      advance: async (fraction: number) => {
        const { session } = current();
        await session.advance(fraction);
        await follow(beside, session, fraction);
      },
      afterSlice: async () => {
        const r = current();
        if (r !== run) return;
        r.rewind.note();
        await frame(r, false);
        if (r.look.measures && host.now() >= r.nextMeasure) await measuring.next(r);
      },
      stopped: (why: "paused" | "finished" | "stepped") => {
        const r = current();
        if (r !== run) return;
        host.post({ kind: "stopped", runId: r.runId, step: r.session.step(), why });
        host.defer(() => void settle(r));
      },
      failed: (error: unknown) => {
        const r = current();
        if (r === run) fail(r.runId, r.session.step(), error);
      },
    };
  }

  /** After training has stopped: the last frame, and the careful measures, as long as nobody plays on. */
  async function settle(r: Run): Promise<void> {
    if (r !== run || r.trainer.playing()) return;
    await frame(r, true);
    if (r.look.measures && r.session.step() > 0 && r.measuredAt !== r.session.step()) await measuring.carefully(r, AT_REST);
  }

  async function frame(r: Run, always: boolean): Promise<void> {
    if (r.inFlight) r.owed ||= always;
    if (r.inFlight || (!always && host.now() < r.nextFrame)) return;
    r.owed = false;
    r.inFlight = true;
    try {
      await sendFrame(r);
    } catch (error) {
      r.inFlight = false;
      throw error;
    }
  }

  async function sendFrame(r: Run): Promise<void> {
    const start = host.now();
    const made = await r.frames.make(r.look, r.sent, r.shown, {
      seconds: r.trainer.seconds(),
      stepsPerSecond: r.trainer.stepsPerSecond(),
      playing: r.trainer.playing(),
      checkpoints: r.rewind.steps(),
      pinned: await pinnedAt(beside, r),
    });
    if (r !== run) return;
    r.sent = r.session.step();
    const now = host.now();
    // The first frame pays for code that has never run: charging it would leave the page still for seconds.
    const cost = r.session.step() === 0 ? 0 : now - start;
    r.nextFrame = now + Math.max(1000 / Math.max(1, r.look.rate), FRAME_PAUSE * cost);
    host.post({ kind: "frame", runId: r.runId, frame: made }, transferables(made));
  }

  function fail(runId: number, step: number, error: unknown): void {
    if (runId !== latest) return;
    const divergence = error instanceof Divergence ? error : null;
    host.post({
      kind: "failed",
      runId,
      step: divergence?.step ?? step,
      term: divergence?.term ?? null,
      message: error instanceof Error ? error.message : String(error),
      advice: divergence?.advice ?? "Change the experiment or reset it; nothing of it is lost.",
    });
  }

  async function handle(message: ToWorker): Promise<void> {
    if (message.kind === "configure") {
      await configure(message);
      return;
    }
    const r = run;
    if (r === null || message.runId !== r.runId) return;
    switch (message.kind) {
      case "play":
        r.shown = null;
        r.nextMeasure = Math.max(r.nextMeasure, host.now() + FIRST_MEASURE);
        r.trainer.play();
        return;
      case "pause":
        r.trainer.pause();
        return;
      case "step":
        r.shown = null;
        r.trainer.steps(message.steps);
        return;
      case "reset":
        r.trainer.pause();
        r.session.reset();
        r.trainer.rewind();
        r.rewind.clear();
        r.shown = null;
        r.sent = 0;
        r.measuredAt = -1;
        await frame(r, true);
        return;
      case "rewind":
        r.shown = message.step === null ? null : r.rewind.nearest(message.step);
        await frame(r, true);
        return;
      case "continue": {
        if (r.shown === null) return;
        const { step } = r.shown;
        r.session.restore(r.shown);
        r.session.history().cut(step);
        r.rewind.cut(step);
        r.shown = null;
        r.sent = Math.min(r.sent, step);
        r.measuredAt = -1;
        await frame(r, true);
        return;
      }
      case "pin":
        if (beside !== null && beside.session !== r.session) beside.session.dispose();
        r.trainer.pause();
        beside = { session: r.session, rewind: r.rewind, frames: r.frames, sent: 0 };
        return;
      case "unpin":
        if (beside !== null && beside.session !== r.session) beside.session.dispose();
        beside = null;
        await frame(r, true);
        return;
      case "inspect":
        host.post({
          kind: "particle",
          runId: r.runId,
          particle: await withWeightsOf(r.session, r.shown, () => particleOf(flowOf(r.session), message.start)),
        });
        return;
      case "save": {
        const { kernel } = r.session.network();
        host.post({
          kind: "weights",
          runId: r.runId,
          step: r.session.step(),
          experiment: r.session.setup().experiment,
          theta: (r.shown?.average ?? kernel.average).slice(),
          blocks: parameterBlocks(kernel.shape),
        });
        return;
      }
      case "load":
        r.session.load(message.theta);
        r.shown = null;
        await frame(r, true);
        return;
      case "update": {
        r.session.update(message.experiment);
        const solved = exactOf(r.session.setup());
        r.frames = frameMaker(r.session, "reason" in solved ? null : solved);
        if (!r.trainer.playing()) await frame(r, true);
        return;
      }
      case "look": {
        const wider = message.look.maps.length > 0 || message.look.particles !== r.look.particles;
        r.look = message.look;
        if (wider && !r.trainer.playing()) await frame(r, true);
        return;
      }
      case "measure":
        await measuring.carefully(r, ALL);
        return;
      case "sketch": {
        const { dimension, points } = sketch(host.registry, message.density, message.count);
        host.post({ kind: "sketch", runId: r.runId, key: message.key, dimension, points }, [points.buffer]);
        return;
      }
      case "acknowledge":
        r.inFlight = false;
        if (r.owed) await frame(r, true);
        return;
      default:
        message satisfies never;
    }
  }

  return (message) => {
    handle(message).catch((error: unknown) => {
      fail(message.runId, run?.session.step() ?? 0, error);
    });
  };
}

function summary(solved: ReturnType<typeof exactOf>): ExactSummary {
  if ("reason" in solved) return { known: false, slot: solved.slot, reason: solved.reason };
  const { kind, about, mean, covariance, cost, energy } = solved;
  return { known: true, kind, about, mean, covariance, cost, energy };
}
