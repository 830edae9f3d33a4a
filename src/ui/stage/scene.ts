/** @file What each pane of the stage shows: the learned flow, and beside it the exact one, a difference, or the other run. */
import { shownMap } from "../../plots/stage/layers.ts";
import { type Scene, SHOWN } from "../../plots/stage/scene.ts";
import { learnedSource, pinnedSource, rulerSource, type PaneSource } from "../../plots/stage/source.ts";
import type { Frame } from "../../engine/results.ts";
import type { PaneChoice } from "../../state/view.ts";

export interface PaneScene {
  readonly title: string;
  readonly scene: Scene;
}

/** How many panes there are, before there is a frame. */
export function paneCount(choice: PaneChoice): 1 | 2 {
  return choice === "alone" ? 1 : 2;
}

export function scenesOf(frame: Frame, choice: PaneChoice, layers: ReadonlySet<string>, fraction: number): readonly PaneScene[] {
  const [learned, ruler, pinned] = [learnedSource(frame), rulerSource(frame), pinnedSource(frame)];
  const other = pinned ?? ruler;
  const [first, second]: readonly [PaneSource, PaneSource | null] =
    choice === "runs" && pinned !== null
      ? [pinned, learned]
      : [learned, choice === "alone" ? null : choice === "difference" ? learned : ruler];
  const sources = [first, ...(second === null || second === first ? [] : [second]), ...(choice === "difference" ? [other] : [])];
  // One scale for all that have the same axes.
  const boxes = sources.filter(({ dimension }) => dimension === frame.dimension).map(({ box }) => box);
  const sceneOf = (shown: PaneSource, against: PaneSource | null): Scene => ({
    shown,
    against,
    ruler,
    sources,
    layers: against === null || shownMap(layers) !== null ? layers : new Set([...layers, "density"]),
    radius: SHOWN * (shown.dimension === frame.dimension ? Math.max(...boxes) : shown.box),
    centre: shown.centre,
    t: fraction * shown.horizon,
  });
  const plain = (shown: PaneSource): PaneScene => ({ title: shown.name, scene: sceneOf(shown, null) });
  if (second === null) return [plain(first)];
  if (choice !== "difference") return [plain(first), plain(second)];
  return [plain(first), { title: `${learned.name} − ${other.name}`, scene: sceneOf(learned, other) }];
}
