/** @file How the crowd goes by, seen from what crosses it, as arrows: its velocity less that of the intruder. */
import type { GridMap } from "../../../engine/results.ts";
import { settingOf } from "../../../experiment/setting.ts";
import { paintArrows } from "../arrows.ts";
import type { MarkLayer } from "../layer.ts";
import type { PaneSource } from "../source.ts";

/** Upwards the intruder's own speed is taken away. */
function seenFrom(source: PaneSource): PaneSource {
  const { intruder } = source;
  if (intruder === undefined) return source;
  const less = (map: GridMap | null): GridMap | null =>
    map === null ? null : { ...map, values: map.values.map((value) => value - intruder.speed) };
  return { ...source, map: (kind) => (kind === "velocity-x2" ? less(source.map(kind)) : source.map(kind)) };
}

export const layer: MarkLayer = {
  kind: "mark",
  id: "passing",
  title: "passing by",
  about: "The crowd's mean velocity as the intruder sees it: people come towards it and go round.",
  order: 13,
  on: false,
  kinds: [],
  offered: (experiment) => settingOf(experiment) === "stationary",
  paint: (pen, scene) =>
    paintArrows(
      pen,
      { ...scene, shown: seenFrom(scene.shown), sources: scene.sources.map(seenFrom) },
      ["velocity-x1", "velocity-x2"],
      pen.palette.interaction,
      false,
    ),
};
