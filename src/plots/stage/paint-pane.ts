/** @file A whole pane: map, grid, marks, the particle that is picked out, the crosshair, the colour bar. */
import { shownMap, MARKS } from "./layers.ts";
import { paintAxes, paintNow } from "./paint-axes.ts";
import { paintCrosshair, type CrosshairPoint } from "./paint-crosshair.ts";
import { paintDiscs, type StageDisc } from "./discs.ts";
import { paintInspected, type Trace } from "./paint-inspected.ts";
import { paintColourBar, paintMap } from "./paint-map.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";
import type { Scope } from "./scope.ts";
import { type Scales, shownField, type ShownField } from "./shown-field.ts";

export interface Overlays {
  readonly inspected: Trace | null;
  readonly pointer: CrosshairPoint | null;
  readonly discs: readonly StageDisc[];
}

export interface Painted {
  readonly map: ShownField | null;
  /** A map is on, but there is none for this source. */
  readonly missing: string | null;
}

/** @param asked fit the colours to what is shown now */
export function paintPane(pen: Pen, scene: Scene, scope: Scope, scales: Scales, overlays: Overlays, asked: boolean): Painted {
  const { context, view } = pen;
  context.clearRect(0, 0, view.width, view.height);
  const layer = shownMap(scene.layers);
  const map = layer === null ? null : shownField(layer, scene, scope, scales, asked);
  if (map !== null) paintMap(pen, "map", map);
  paintAxes(pen, scene);
  // Over a difference, particles would hide what is to be seen.
  const marks = scene.against === null ? MARKS.filter(({ id }) => scene.layers.has(id)) : [];
  if (scene.shown.dimension === 1) paintNow(pen, scene.t);
  paintDiscs(pen, scene, overlays.discs);
  for (const mark of marks) mark.paint(pen, scene);
  if (overlays.inspected !== null) paintInspected(pen, scene, overlays.inspected);
  if (map !== null) paintColourBar(pen, map);
  if (overlays.pointer !== null) paintCrosshair(pen, scene, overlays.pointer, map);
  return { map, missing: layer !== null && map === null ? layer.title : null };
}
