/**
 * @file What the page currently shows, as the worker needs to know it: only this is computed.
 *
 * Derived from the layers, the panes, the clock and the tab: a hidden tab asks for nothing, a map only for the time it is shown at.
 */
import { createStore } from "zustand/vanilla";
import { STAGE_LAYERS } from "../plots/stage/layers.ts";
import type { MapKind } from "../engine/results.ts";
import type { Look } from "../engine/results.ts";
import { clock } from "./clock.ts";
import { type PaneChoice, useView } from "./view.ts";

const PARTICLES = 2000;

export const look = createStore<Look>(() => ({
  particles: PARTICLES,
  times: 17,
  maps: [],
  mapTime: 1,
  mapSize: 64,
  measures: true,
  rate: 8,
}));

/** The slider moves sixty times a second; a map follows five times. */
const MAP_EVERY = 200; // ms

/** The maps that the layers draw, and their exact twins where the exact solution is on the stage. @internal */
export function mapsFor(layers: Readonly<Record<string, boolean>>, panes: PaneChoice | null): readonly MapKind[] {
  const kinds = STAGE_LAYERS.filter(({ id }) => layers[id] === true).flatMap((layer) => layer.kinds);
  if (panes === "alone" || panes === "runs") return kinds;
  return kinds.flatMap((kind): readonly MapKind[] => (kind === "residual" ? [kind] : [kind, `exact-${kind}`]));
}

/** Keeps `look` true until the returned function is called. */
export function followLook(page: Document): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function update(): void {
    clearTimeout(timer);
    timer = undefined;
    const { layers, panes } = useView.getState();
    const hidden = page.hidden;
    const now = look.getState();
    const maps = hidden ? [] : mapsFor(layers, panes);
    const next: Look = {
      ...now,
      particles: hidden ? 0 : PARTICLES,
      maps,
      mapTime: maps.length > 0 ? clock.getState().fraction : now.mapTime,
      measures: !hidden,
    };
    const changed =
      next.particles !== now.particles ||
      next.maps.join() !== now.maps.join() ||
      next.mapTime !== now.mapTime ||
      next.measures !== now.measures;
    if (changed) look.setState(next);
  }

  const soon = (): void => {
    timer ??= setTimeout(update, MAP_EVERY);
  };
  const unview = useView.subscribe((now, before) => {
    if (now.layers !== before.layers || now.panes !== before.panes) update();
  });
  const unclock = clock.subscribe((now, before) => {
    if (now.fraction !== before.fraction && look.getState().maps.length > 0) soon();
  });
  page.addEventListener("visibilitychange", update);
  // Settings of an earlier visit may have switched a map on.
  update();
  return () => {
    clearTimeout(timer);
    unview();
    unclock();
    page.removeEventListener("visibilitychange", update);
  };
}
