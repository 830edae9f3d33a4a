/** @file A new run takes the place of the one before: a backend for it, its session, its first frame. */
import { solutionOf, summaryOf } from "../../engine/game/closed-form.ts";
import { exactOf } from "../../engine/game/exact-problem.ts";
import { weightCount } from "../../engine/learn/networks.ts";
import type { TrainerHost } from "../../engine/learn/trainer.ts";
import type { ToWorker } from "../messages.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { beginAtOnce } from "./at-once.ts";
import { startSession } from "./start-session.ts";
import { tellWhenRerouted } from "./recovery.ts";
import { beginRun, follow, type WorkerRun } from "./run.ts";
import { fail, type ServerState, settleSoon } from "./state.ts";

export async function configure(state: ServerState, message: Extract<ToWorker, { kind: "configure" }>): Promise<void> {
  const { host, run: before } = state;
  if (before !== null) {
    before.trainer.pause();
    state.measuring.drop(before);
    if (before.session !== state.beside?.session) before.session.dispose();
  }
  state.run = null;
  state.atOnce?.end();
  state.atOnce = null;
  const { runId, experiment } = message;
  state.latest = runId;
  try {
    if (host.registry.objective.get(experiment.objective.id).spec.at === "at once") {
      await configureAtOnce(state, runId, experiment);
      return;
    }
    const backend = await host.chooseBackend(message.backend, message.fast);
    if (state.latest !== runId) return;
    const { session, route, reason } = await startSession(experiment, host.registry, backend);
    if (state.latest !== runId) {
      session.dispose();
      return;
    }
    const solved = exactOf(session.setup());
    const next: WorkerRun = beginRun(
      runId,
      session,
      trainerHost(state, () => next),
      "reason" in solved ? null : solutionOf(solved),
      message.look,
    );
    state.run = next;
    if (state.beside !== null) state.beside.sent = 0;
    host.post({
      kind: "ready",
      runId,
      backend: backend.id,
      route,
      reason,
      parameters: session.learned ? weightCount(session.networks().map(({ kernel }) => kernel)) : 0,
      exact: summaryOf(solved),
      parts: session.parts(),
    });
    if (session.learned) tellWhenRerouted(host, backend, runId, () => state.latest === runId);
    await state.drawing.frame(next, true);
    await state.solveExact(next);
  } catch (error) {
    fail(state, runId, 0, error);
  }
}

/** No network, no kernel, no exact solution beside it: its answer is all there is. */
async function configureAtOnce(state: ServerState, runId: number, experiment: Experiment): Promise<void> {
  const run = beginAtOnce(state.host, runId, experiment, (error) => fail(state, runId, 0, error));
  state.atOnce = run;
  state.host.post({
    ...{ kind: "ready", runId, backend: "cpu", route: "grid", parameters: 0, parts: [] },
    reason: "Solved at once, in double precision and one thread of the processor: nothing is trained.",
    exact: { known: false, slot: "objective", reason: "What is shown is the solution." },
  });
  await run.answer({ kind: "play", runId });
}

function trainerHost(state: ServerState, current: () => WorkerRun): TrainerHost {
  const { host, measuring, drawing } = state;
  return {
    now: () => host.now(),
    defer: (work) => {
      host.defer(work);
    },
    advance: async (fraction, most) => {
      const { session } = current();
      const taken = await session.advance(fraction, most);
      await follow(() => state.beside, session, fraction);
      return taken;
    },
    afterSlice: async () => {
      const r = current();
      if (r !== state.run) return;
      if (r.rewind.due()) await r.trainer.settle();
      r.rewind.note();
      r.pace.note(host.now(), r.session.step());
      const had = 1000 * (r.trainer.seconds() - r.earned);
      r.earned = r.trainer.seconds();
      r.frameAllowance.earn(had);
      r.measureAllowance.earn(had);
      await drawing.frame(r, false);
      await measuring.piece(r);
    },
    stopped: (why) => {
      const r = current();
      if (r !== state.run) return;
      measuring.drop(r);
      host.post({ kind: "stopped", runId: r.runId, step: r.session.step(), why });
      settleSoon(state, r);
    },
    failed: (error) => {
      const r = current();
      if (r === state.run) fail(state, r.runId, r.session.step(), error);
    },
  };
}
