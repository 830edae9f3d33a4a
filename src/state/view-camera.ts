/** @file Zoom and pan of the stage, for all its panes, outside React because a pinch moves it sixty times a second. */
import { createStore } from "zustand/vanilla";
import { type Camera, panned, WHOLE, zoomedAt } from "../plots/camera.ts";

interface ViewCamera extends Camera {
  /** Counts the presses of "fit": each also fits the colours to what is shown. */
  readonly fits: number;
}

export const camera = createStore<ViewCamera>(() => ({ ...WHOLE, fits: 0 }));

/** About a point of the pane, as fractions of its width and height. */
export function zoomBy(factor: number, u = 0.5, v = 0.5): void {
  camera.setState(zoomedAt(camera.getState(), factor, u, v));
}

/** By shares of the pane. */
export function panBy(du: number, dv: number): void {
  camera.setState(panned(camera.getState(), du, dv));
}

/** Another problem is seen whole. */
export function seeWhole(): void {
  camera.setState(WHOLE);
}

export function fitView(): void {
  camera.setState({ ...WHOLE, fits: camera.getState().fits + 1 });
}
