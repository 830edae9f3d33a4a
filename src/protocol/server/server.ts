/**
 * @file The worker's end of the wire: one run at a time, frames when the page is ready for them, measures now and then.
 *
 * While training plays, frames and measures are paid out of allowances: together they take at most a quarter of the worker's time.
 */
import { solutionOf } from "../../engine/game/closed-form.ts";
import { exactOf } from "../../engine/game/exact-problem.ts";
import { blocksOf, weightCount } from "../../engine/learn/networks.ts";
import { ALL, AT_REST } from "../../engine/measure/measure.ts";
import { particleOf } from "../../engine/look/particle.ts";
import { withWeightsOf } from "../../engine/look/rewind.ts";
import { flowOf } from "../../engine/learn/flow.ts";
import { Divergence } from "../../engine/learn/divergence.ts";
import { drawing } from "./drawing.ts";
import { exactFlow } from "./exact-flow.ts";
import type { ServerHost } from "./host.ts";
import { sketch } from "./sketch.ts";
import type { ToWorker } from "../messages.ts";
import { measurements } from "./measurements.ts";
import { tellWhenRerouted } from "./recovery.ts";
import { openSession, summary } from "./open-session.ts";
import { beginRun, type ComparedRun, follow, goneBack, refits, type WorkerRun } from "./run.ts";

/** Messages that look at the weights: steps under way on a device are waited for. */
const LOOKS: ReadonlySet<ToWorker["kind"]> = new Set(["inspect", "save", "update", "measure"]);

/** Milliseconds of training before the first measurement: the particles come first. */
const FIRST_MEASURE = 1500;

export function serve(host: ServerHost): (message: ToWorker) => void {
  let run: WorkerRun | null = null;
  let latest = -1;
  let beside: ComparedRun | null = null;
  const isCurrent = (r: WorkerRun): boolean => r === run;
  const measuring = measurements(host, isCurrent);
  const { frame, acknowledged } = drawing(host, isCurrent, () => beside);
  const solveExact = exactFlow(host, isCurrent, (r) => frame(r, true));

  async function configure(message: Extract<ToWorker, { kind: "configure" }>): Promise<void> {
    if (run !== null) {
      run.trainer.pause();
      measuring.drop(run);
      if (run.session !== beside?.session) run.session.dispose();
    }
    run = null;
    const { runId, experiment } = message;
    latest = runId;
    try {
      const backend = await host.chooseBackend(message.backend, message.fast);
      if (latest !== runId) return;
      const { session, reason } = await openSession(experiment, host.registry, backend);
      if (latest !== runId) {
        session.dispose();
        return;
      }
      const solved = exactOf(session.setup());
      const next: WorkerRun = beginRun(
        runId,
        session,
        trainerHost(() => next),
        "reason" in solved ? null : solutionOf(solved),
        message.look,
      );
      run = next;
      if (beside !== null) beside.sent = 0;
      host.post({
        kind: "ready",
        runId,
        backend: backend.id,
        route: backend.route,
        reason,
        parameters: weightCount(session.networks().map(({ kernel }) => kernel)),
        exact: summary(solved),
        parts: session.parts(),
      });
      tellWhenRerouted(host, backend, runId, () => latest === runId);
      await frame(next, true);
      await solveExact(next);
    } catch (error) {
      fail(runId, 0, error);
    }
  }

  function trainerHost(current: () => WorkerRun) {
    return {
      now: () => host.now(),
      defer: (work: () => void) => {
        host.defer(work);
      },
      advance: async (fraction: number, most: number) => {
        const { session } = current();
        const taken = await session.advance(fraction, most);
        await follow(() => beside, session, fraction);
        return taken;
      },
      afterSlice: async () => {
        const r = current();
        if (r !== run) return;
        if (r.rewind.due()) await r.trainer.settle();
        r.rewind.note();
        r.pace.note(host.now(), r.session.step());
        const had = 1000 * (r.trainer.seconds() - r.earned);
        r.earned = r.trainer.seconds();
        r.frameAllowance.earn(had);
        r.measureAllowance.earn(had);
        await frame(r, false);
        await measuring.piece(r);
      },
      stopped: (why: "paused" | "finished" | "stepped") => {
        const r = current();
        if (r !== run) return;
        measuring.drop(r);
        host.post({ kind: "stopped", runId: r.runId, step: r.session.step(), why });
        settleSoon(r);
      },
      failed: (error: unknown) => {
        const r = current();
        if (r === run) fail(r.runId, r.session.step(), error);
      },
    };
  }

  /** After training has stopped: the last frame, and the careful measures, as long as nobody plays on. */
  async function settle(r: WorkerRun): Promise<void> {
    if (r !== run || r.trainer.playing()) return;
    await frame(r, true);
    if (r.look.measures && r.session.step() > 0 && r.shown === null) await measuring.carefully(r, AT_REST, true);
  }

  function settleSoon(r: WorkerRun): void {
    host.defer(() => {
      settle(r).catch((error: unknown) => {
        if (r === run) fail(r.runId, r.session.step(), error);
      });
    });
  }

  /** Something other than a training step has changed what the run is. */
  function changed(r: WorkerRun): void {
    r.version++;
    r.pace.clear();
    measuring.drop(r);
  }

  /** Found by a step or by a look. The page sees what the run has gone back to; its curve stands until training goes on. */
  function afterDivergence(): void {
    const r = run;
    if (r === null) return;
    r.trainer.pause();
    for (const each of [r, beside]) if (each !== null) goneBack(each);
    r.shown = null;
    changed(r);
    settleSoon(r);
  }

  function fail(runId: number, step: number, error: unknown): void {
    if (runId !== latest) return;
    const divergence = error instanceof Divergence ? error : null;
    if (divergence !== null) afterDivergence();
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
    if (LOOKS.has(message.kind)) await r.trainer.settle();
    if (r !== run) return;
    switch (message.kind) {
      case "play":
        r.shown = null;
        r.nextMeasure = Math.max(r.nextMeasure, host.now() + FIRST_MEASURE);
        r.pace.clear();
        r.trainer.play();
        return;
      case "pause":
        r.trainer.pause();
        return;
      case "step":
        r.shown = null;
        r.pace.clear();
        r.trainer.steps(message.steps);
        return;
      case "reset":
        r.trainer.pause();
        refits(r, () => r.session.reset());
        r.trainer.rewind();
        r.rewind.clear();
        r.shown = null;
        r.sent = 0;
        r.earned = 0;
        changed(r);
        await frame(r, true);
        return;
      case "rewind":
        r.shown = message.step === null ? null : r.rewind.nearest(message.step);
        await (r.shown === null ? settle(r) : frame(r, true));
        return;
      case "continue": {
        if (r.shown === null) return;
        const { step } = r.shown;
        r.session.restore(r.shown);
        r.session.history().cut(step);
        r.rewind.cut(step);
        r.shown = null;
        r.sent = Math.min(r.sent, step);
        changed(r);
        await frame(r, true);
        return;
      }
      case "pin":
        if (beside !== null && beside.session !== r.session) beside.session.dispose();
        r.trainer.pause();
        measuring.drop(r);
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
          particle: await withWeightsOf(r.session, r.shown, () => particleOf(flowOf(r.session), message, r.exact)),
        });
        return;
      case "save": {
        const { average } = r.shown ?? r.session.weightsLock().own();
        const { training, dimension } = r.session.setup();
        host.post({
          kind: "weights",
          runId: r.runId,
          step: r.shown?.step ?? r.session.step(),
          experiment: r.session.setup().experiment,
          dataVariance: r.session.dataVariance(),
          theta: average.slice(),
          blocks: blocksOf(r.session.setup()),
          training: training === null ? null : { points: training.slice(), dimension },
        });
        return;
      }
      case "load":
        if (refits(r, () => r.session.load(message.theta, message.dataVariance ?? undefined))) r.rewind.clear();
        r.shown = null;
        changed(r);
        await frame(r, true);
        return;
      case "update": {
        refits(r, () => r.session.update(message.experiment));
        changed(r);
        if (!r.trainer.playing()) await frame(r, true);
        await solveExact(r);
        return;
      }
      case "look": {
        const wider = message.look.maps.length > 0 || message.look.particles !== r.look.particles;
        r.look = message.look;
        if (wider && !r.trainer.playing()) await frame(r, true);
        await solveExact(r);
        return;
      }
      case "measure":
        await measuring.carefully(r, ALL, false);
        return;
      case "sketch": {
        const { dimension, points } = sketch(host.registry, message.density, message.count);
        host.post({ kind: "sketch", runId: r.runId, key: message.key, dimension, points }, [points.buffer]);
        return;
      }
      case "acknowledge":
        await acknowledged(r);
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
