/** @file What each message to a run does. */
import { summaryOf } from "../../engine/game/closed-form.ts";
import { exactOf } from "../../engine/game/exact-problem.ts";
import { flowOf } from "../../engine/learn/flow.ts";
import { blocksOf } from "../../engine/learn/networks.ts";
import { particleOf } from "../../engine/look/particle.ts";
import { withWeightsOf } from "../../engine/look/rewind.ts";
import { ALL } from "../../engine/measure/measure.ts";
import type { ToWorker } from "../messages.ts";
import { refits, type WorkerRun } from "./run.ts";
import { answerSketch } from "./sketch.ts";
import { changed, type ServerState, settleRun } from "./state.ts";

/** Milliseconds of training before the first measurement: the particles come first. */
const FIRST_MEASURE = 1500;

type Kind = Exclude<ToWorker["kind"], "configure">;

type Answers = {
  readonly [K in Kind]: (state: ServerState, r: WorkerRun, message: Extract<ToWorker, { kind: K }>) => void | Promise<void>;
};

const ANSWERS: Answers = {
  play({ host }, r) {
    r.shown = null;
    r.nextMeasure = Math.max(r.nextMeasure, host.now() + FIRST_MEASURE);
    r.pace.clear();
    r.trainer.play();
  },
  pause(_, r) {
    r.trainer.pause();
  },
  step(_, r, { steps }) {
    r.shown = null;
    r.pace.clear();
    r.trainer.steps(steps);
  },
  async reset(state, r) {
    r.trainer.pause();
    refits(r, () => r.session.reset());
    r.trainer.rewind();
    r.rewind.clear();
    r.sent = 0;
    r.earned = 0;
    await becomes(state, r);
  },
  async rewind(state, r, { step }) {
    r.shown = step === null ? null : r.rewind.nearest(step);
    await (r.shown === null ? settleRun(state, r) : state.drawing.frame(r, true));
  },
  async continue(state, r) {
    if (r.shown === null) return;
    const { step } = r.shown;
    r.session.restore(r.shown);
    r.session.history().cut(step);
    r.rewind.cut(step);
    r.sent = Math.min(r.sent, step);
    await becomes(state, r);
  },
  pin(state, r) {
    letBesideGo(state, r);
    r.trainer.pause();
    state.measuring.drop(r);
    state.beside = { session: r.session, rewind: r.rewind, frames: r.frames, sent: 0 };
  },
  async unpin(state, r) {
    letBesideGo(state, r);
    state.beside = null;
    await state.drawing.frame(r, true);
  },
  async inspect({ host }, r, picked) {
    const particle = await withWeightsOf(r.session, r.shown, () => particleOf(flowOf(r.session), picked, r.exact));
    host.post({ kind: "particle", runId: r.runId, particle });
  },
  save({ host }, r) {
    const setup = r.session.setup();
    const { training, dimension } = setup;
    host.post({
      kind: "weights",
      runId: r.runId,
      step: r.shown?.step ?? r.session.step(),
      experiment: setup.experiment,
      dataVariance: r.session.dataVariance(),
      theta: (r.shown ?? r.session.weightsLock().own()).average.slice(),
      blocks: r.session.learned ? blocksOf(setup) : [],
      training: training === null ? null : { points: training.slice(), dimension },
    });
  },
  async load(state, r, { theta, dataVariance }) {
    if (refits(r, () => r.session.load(theta, dataVariance ?? undefined))) r.rewind.clear();
    await becomes(state, r);
  },
  async update(state, r, { experiment }) {
    const solved = !r.session.learned && r.session.used(0) >= 1;
    if (refits(r, () => r.session.update(experiment)))
      state.host.post({ kind: "exact", runId: r.runId, exact: summaryOf(exactOf(r.session.setup())) });
    changed(state, r);
    if (!r.session.learned) r.sent = 0;
    if (solved) {
      // A game that was solved is solved again, at once: the hand is still on the slider.
      r.trainer.play();
      state.host.post({ kind: "resumed", runId: r.runId });
    }
    if (!r.trainer.playing()) await state.drawing.frame(r, true);
    await state.solveExact(r);
  },
  async look(state, r, { look }) {
    const wider = look.maps.length > 0 || look.particles !== r.look.particles;
    r.look = look;
    if (wider && !r.trainer.playing()) await state.drawing.frame(r, true);
    await state.solveExact(r);
  },
  measure: ({ measuring }, r, { which }) =>
    measuring.carefully(r, which === undefined ? ALL : ALL.filter((answers) => answers.some((name) => which.includes(name))), false),
  sketch: ({ host }, _, message) => answerSketch(host, message),
  // Nothing is learned in the blink of an eye.
  span: () => undefined,
  acknowledge: ({ drawing }, r) => drawing.acknowledged(r),
};

/** Other weights are the run's own from now on: nothing of before is shown. */
async function becomes(state: ServerState, r: WorkerRun): Promise<void> {
  r.shown = null;
  changed(state, r);
  await state.drawing.frame(r, true);
}

function letBesideGo({ beside }: ServerState, r: WorkerRun): void {
  if (beside !== null && beside.session !== r.session) beside.session.dispose();
}

/** Any message to a run but the one that makes it. */
export async function answer(state: ServerState, r: WorkerRun, message: Exclude<ToWorker, { kind: "configure" }>): Promise<void> {
  // The entry of its own kind: the table's type says so, one kind at a time.
  const act = ANSWERS[message.kind] as (state: ServerState, r: WorkerRun, message: ToWorker) => void | Promise<void>;
  await act(state, r, message);
}
