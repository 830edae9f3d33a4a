/**
 * @file The exact flow beside everything else that a run does: a few milliseconds at a time, and a frame when it is whole.
 *
 * It takes a diffusion seconds. Messages are heard between two pieces, and so training begins, and stops, when it is told to.
 */
import type { ServerHost } from "./host.ts";
import { inPieces } from "./in-pieces.ts";
import type { WorkerRun } from "./run.ts";

/**
 * @param frame makes one
 * @returns asks for the exact flow of what the run shows now; asking again while it is worked out changes nothing
 */
export function exactFlow(
  host: ServerHost,
  isCurrent: (r: WorkerRun) => boolean,
  frame: (r: WorkerRun) => Promise<void>,
): (r: WorkerRun) => Promise<void> {
  const working = new WeakSet<WorkerRun["frames"]>();
  return async (r) => {
    const { frames } = r;
    const wanted = (): boolean => isCurrent(r) && r.frames === frames;
    if (working.has(frames) || !frames.unsolved(r.look)) return;
    working.add(frames);
    try {
      await inPieces(host, wanted, (pause) => frames.solve(r.look, pause));
    } finally {
      working.delete(frames);
    }
    if (wanted()) await frame(r);
  };
}
