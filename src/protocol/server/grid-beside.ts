/**
 * @file The game solved on a grid beside the run, where no closed form is known: a few milliseconds at a time, as the exact flow is worked
 * out. When it is there the page is told, and rulers and pictures have something to be held against.
 */
import { isShaken } from "../../engine/game/traded-noise.ts";
import { frameMaker } from "../../engine/look/frame.ts";
import type { ServerHost } from "./host.ts";
import { inPieces } from "./in-pieces.ts";
import type { WorkerRun } from "./run.ts";

/** @returns solves it; asking again while that goes on, or after it was in vain, changes nothing */
export function gridSolver(
  host: ServerHost,
  isCurrent: (r: WorkerRun) => boolean,
  frame: (r: WorkerRun) => Promise<void>,
): (r: WorkerRun) => Promise<void> {
  const tried = new WeakSet<WorkerRun["frames"]>();
  return async (r) => {
    const { frames, session } = r;
    if (r.exact !== null || !session.learned || tried.has(frames)) return;
    tried.add(frames);
    const setup = session.setup();
    // Scaling needs noise: then nobody waits for the solvers' file either.
    if (!isShaken(setup)) return;
    const solvers = await import("../../engine/solve/beside.ts").catch(() => null);
    if (solvers === null) {
      // It stands beside the run, which goes on without it; whoever asks next tries again.
      tried.delete(frames);
      return;
    }
    const { gridBeside, gridSummary } = solvers;
    const wanted = (): boolean => isCurrent(r) && r.frames === frames;
    const found = await inPieces(host, wanted, (pause) => gridBeside(setup, pause));
    if (found === null || found === undefined || !wanted()) return;
    r.exact = found;
    r.frames = frameMaker(session, found);
    host.post({ kind: "exact", runId: r.runId, exact: gridSummary(setup, found) });
    await frame(r);
  };
}
