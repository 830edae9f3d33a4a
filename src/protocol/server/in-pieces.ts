/** @file Something long beside everything else that a run does: messages are heard between two pieces. */
import type { Pause } from "../../engine/learn/pause.ts";
import type { ServerHost } from "./host.ts";
import { piecewise } from "./piecewise.ts";

/** Milliseconds of a piece: what a slice of training takes. A single evaluation for all particles may take longer. */
const PIECE = 12;

/** @returns its value, or undefined if it was given up because nobody wants it any more. @throws what it throws */
export async function inPieces<T>(host: ServerHost, wanted: () => boolean, work: (pause: Pause) => Promise<T>): Promise<T | undefined> {
  const pieces = piecewise(work, host.now.bind(host));
  for (;;) {
    await new Promise<void>((resolve) => {
      host.defer(resolve);
    });
    if (!wanted()) {
      pieces.giveUp();
      return undefined;
    }
    const outcome = await pieces.run(PIECE);
    if (outcome.kind !== "standing") return outcome.kind === "done" ? outcome.value : undefined;
  }
}
