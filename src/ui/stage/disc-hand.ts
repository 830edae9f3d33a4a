/**
 * @file A hand on a disc of the stage: each move edits the fields of its centre, live, and the whole drag is one entry of the undo list.
 *
 * Where the cards are not shown, or the link locks a field of the centre, the disc is only looked at.
 */
import { discAt, movedDisc, type StageDisc } from "../../plots/stage/discs.ts";
import { edit, endGesture } from "../../state/experiment.ts";
import { lockedEdits, showsControls, useFlags } from "../../state/flags.ts";
import type { PaneState } from "./painter.ts";

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

export interface HeldDisc {
  moveTo(to: Pixel): void;
  letGo(): void;
}

const GESTURE = "disc on the stage";

type DiscPane = Pick<PaneState, "view" | "discs">;

function discUnder(pane: DiscPane | null, { x, y }: Pixel): StageDisc | null {
  const disc = pane === null ? null : discAt(pane.discs, pane.view, x, y);
  if (disc === null || !showsControls(useFlags.getState())) return null;
  return lockedEdits(disc.centre.map(({ path }) => path)).length > 0 ? null : disc;
}

/** There is a disc that can be taken here. */
export function isHandy(pane: DiscPane | null, at: Pixel): boolean {
  return discUnder(pane, at) !== null;
}

/** The disc under the hand; null without one that may be moved. */
export function holdDisc(pane: DiscPane | null, from: Pixel): HeldDisc | null {
  const disc = discUnder(pane, from);
  if (pane === null || disc === null) return null;
  // As it was taken: while a hand holds a disc, nothing zooms.
  const { view } = pane;
  return {
    moveTo: (to) => edit(movedDisc(disc, view, from, to), GESTURE),
    letGo: endGesture,
  };
}
