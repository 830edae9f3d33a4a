/**
 * @file What the page currently shows, as the worker needs to know it: only this is computed.
 *
 * Derived from the layers, the clock and the tab: a hidden tab asks for nothing, a map only for the time it is shown at.
 */
import { createStore } from "zustand/vanilla";
import type { Look } from "../protocol/messages.ts";
import { clock } from "./clock.ts";
import { useView } from "./view.ts";

export const look = createStore<Look>(() => ({
  particles: 2000,
  times: 17,
  maps: [],
  mapTime: 1,
  mapSize: 64,
  measures: true,
  rate: 8,
}));

/** The slider moves sixty times a second; a map follows five times. */
const MAP_EVERY = 200; // ms

/** Keeps `look` true until the returned function is called. */
export function followLook(page: Document): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function update(): void {
    timer = undefined;
    const { layers } = useView.getState();
    const hidden = page.hidden;
    const maps = layers.residual && !hidden ? (["residual"] as const) : [];
    const now = look.getState();
    const next: Look = {
      ...now,
      particles: hidden ? 0 : 2000,
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
  const onTime = (): void => {
    if (useView.getState().layers.residual) soon();
  };
  const unview = useView.subscribe((now, before) => {
    if (now.layers !== before.layers) soon();
  });
  const unclock = clock.subscribe(onTime);
  page.addEventListener("visibilitychange", update);
  return () => {
    clearTimeout(timer);
    unview();
    unclock();
    page.removeEventListener("visibilitychange", update);
  };
}
