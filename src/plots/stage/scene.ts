/** @file What one pane shows at one time: a source, or the difference of two, with the layers that are on. */
import type { Camera } from "../camera.ts";
import { through } from "../camera.ts";
import { lineViewport, planeViewport, type Viewport } from "../viewport.ts";
import type { PaneSource } from "./source.ts";

export interface Scene {
  readonly shown: PaneSource;
  /** Taken away from `shown`, if the pane shows a difference. */
  readonly against: PaneSource | null;
  /** The exact solution or the data, whatever the pane shows: a scale that training does not move. */
  readonly ruler: PaneSource;
  /** Everything on the stage: scales are shared. */
  readonly sources: readonly PaneSource[];
  /** Ids of the layers that are on. */
  readonly layers: ReadonlySet<string>;
  /** Half the edge of what is shown at zoom 1. */
  readonly radius: number;
  /** Its middle, along every axis. */
  readonly centre: number;
  readonly t: number;
}

/** The box is half as large again as the data: room for residuals, but more than a picture of the data needs. */
export const SHOWN = 0.75;

/** The pane at zoom 1. In the plane the box [c − R, c + R]² at time t; on the line x upwards against t. */
export function wholeView(scene: Scene, width: number, height: number): Viewport {
  const { radius, centre, shown } = scene;
  return shown.dimension === 1 ? lineViewport(width, height, radius, shown.horizon, centre) : planeViewport(width, height, radius, centre);
}

export function viewOf(scene: Scene, width: number, height: number, camera: Camera): Viewport {
  return through(wholeView(scene, width, height), camera);
}
