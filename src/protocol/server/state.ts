/** @file What the worker has in hand: the run, the run beside it, and who draws and measures; and what happens to a run that stops or fails. */
import { Divergence } from "../../engine/learn/divergence.ts";
import { AT_REST } from "../../engine/measure/measure.ts";
import type { AtOnceRun } from "./at-once.ts";
import { drawing } from "./drawing.ts";
import { exactFlow } from "./exact-flow.ts";
import type { ServerHost } from "./host.ts";
import { gridSolver } from "./grid-beside.ts";
import { measurements } from "./measurements.ts";
import { type ComparedRun, goneBack, type WorkerRun } from "./run.ts";

export interface ServerState {
  readonly host: ServerHost;
  run: WorkerRun | null;
  /** In its place: a game that is solved at once. */
  atOnce: AtOnceRun | null;
  /** The run that was asked for last: it may not be there yet. */
  latest: number;
  beside: ComparedRun | null;
  readonly measuring: ReturnType<typeof measurements>;
  readonly drawing: ReturnType<typeof drawing>;
  solveExact(r: WorkerRun): Promise<void>;
}

export function createState(host: ServerHost): ServerState {
  const isCurrent = (r: WorkerRun): boolean => r === state.run;
  const draws = drawing(host, isCurrent, () => state.beside);
  const show = (r: WorkerRun): Promise<void> => draws.frame(r, true);
  const [solveOnGrid, flow] = [gridSolver(host, isCurrent, show), exactFlow(host, isCurrent, show)];
  const state: ServerState = {
    ...{ host, run: null, atOnce: null, latest: -1, beside: null },
    measuring: measurements(host, isCurrent),
    drawing: draws,
    async solveExact(r) {
      await solveOnGrid(r);
      await flow(r);
    },
  };
  return state;
}

/** After training has stopped: the last frame, and the careful measures, as long as nobody plays on. */
export async function settleRun({ run, drawing: { frame }, measuring }: ServerState, r: WorkerRun): Promise<void> {
  if (r !== run || r.trainer.playing()) return;
  await frame(r, true);
  if (r.look.measures && r.session.step() > 0 && r.shown === null) await measuring.carefully(r, AT_REST, true);
}

export function settleSoon(state: ServerState, r: WorkerRun): void {
  state.host.defer(() => {
    settleRun(state, r).catch((error: unknown) => {
      if (r === state.run) fail(state, r.runId, r.session.step(), error);
    });
  });
}

/** Something other than a training step has changed what the run is. */
export function changed({ measuring }: ServerState, r: WorkerRun): void {
  r.version++;
  r.pace.clear();
  measuring.drop(r);
}

export function fail(state: ServerState, runId: number, step: number, error: unknown): void {
  if (runId !== state.latest) return;
  const divergence = error instanceof Divergence ? error : null;
  if (divergence !== null) afterDivergence(state);
  // Else what failed was asked of a run that may be at work: it stands, with what it had.
  else state.run?.trainer.pause();
  state.host.post({
    kind: "failed",
    runId,
    step: divergence?.step ?? step,
    term: divergence?.term ?? null,
    message: error instanceof Error ? error.message : String(error),
    advice: divergence?.advice ?? "Change the experiment or reset it; nothing of it is lost.",
  });
}

/** Found by a step or by a look. The page sees what the run has gone back to; its curve stands until training goes on. */
function afterDivergence(state: ServerState): void {
  const { run: r, beside } = state;
  if (r === null) return;
  r.trainer.pause();
  for (const each of [r, beside]) if (each !== null) goneBack(each);
  r.shown = null;
  changed(state, r);
  settleSoon(state, r);
}
