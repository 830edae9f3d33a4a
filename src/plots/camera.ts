/**
 * @file Zoom and pan, as fractions of a pane, so that panes of one size share one camera whatever they show.
 *
 *     pixel' = size/2 + zoom (pixel − centre · size)
 */
import type { Viewport } from "./viewport.ts";

export interface Camera {
  readonly zoom: number;
  /** The point of the unzoomed pane that stands in the middle, as fractions of width and height. */
  readonly x: number;
  readonly y: number;
}

export const WHOLE: Camera = { zoom: 1, x: 0.5, y: 0.5 };

/** Further out there is only paper; further in, two particles fill the pane. */
export const LEAST_ZOOM = 0.5;
export const MOST_ZOOM = 40;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Zooms by a factor about a point of the pane (fractions): what is under the pointer stays under it. */
export function zoomedAt(camera: Camera, factor: number, u: number, v: number): Camera {
  const zoom = clamp(camera.zoom * factor, LEAST_ZOOM, MOST_ZOOM);
  const keep = 1 / camera.zoom - 1 / zoom;
  return { zoom, x: clamp(camera.x + (u - 0.5) * keep, 0, 1), y: clamp(camera.y + (v - 0.5) * keep, 0, 1) };
}

/** Moves the picture by a share of the pane. */
export function panned({ zoom, x, y }: Camera, du: number, dv: number): Camera {
  return { zoom, x: clamp(x - du / zoom, 0, 1), y: clamp(y - dv / zoom, 0, 1) };
}

/** What the camera sees of a pane. */
export function through(view: Viewport, { zoom, x, y }: Camera): Viewport {
  if (zoom === 1 && x === 0.5 && y === 0.5) return view;
  const { width, height } = view;
  return {
    width,
    height,
    toX: (value) => width / 2 + zoom * (view.toX(value) - x * width),
    toY: (value) => height / 2 + zoom * (view.toY(value) - y * height),
    fromX: (pixel) => view.fromX((pixel - width / 2) / zoom + x * width),
    fromY: (pixel) => view.fromY((pixel - height / 2) / zoom + y * height),
  };
}
