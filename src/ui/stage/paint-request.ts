/**
 * @file Asking the stage to draw at once, for a picture, a film or a vector graphic: what is exported is what is shown.
 *
 * Sent to the stage's section as an event; when `dispatchEvent` returns, it has been drawn.
 */
import type { Surface } from "./canvas.ts";

export const PAINT = "stage-paint";

export class PaintRequest extends Event {
  /** Where to draw instead of a canvas of the page; null: on that canvas. */
  readonly surfaceFor: (canvas: HTMLCanvasElement, width: number, height: number) => Surface | null;

  constructor(surfaceFor: PaintRequest["surfaceFor"] = () => null) {
    super(PAINT);
    this.surfaceFor = surfaceFor;
  }
}
