/** @file A density's picture; while a new one is on its way, the old one stays. */
import { useEffect, useRef } from "react";
import type { Chosen } from "../../experiment/experiment.ts";
import { surfaceOf } from "../stage/canvas.ts";
import { paintSketch } from "./paint-sketch.ts";
import { onThemeChange } from "./theme-change.ts";
import { useSketch } from "./use-sketch.ts";

export function Thumbnail({ density }: { readonly density: Chosen }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const sketch = useSketch(density);

  useEffect(() => {
    if (sketch === undefined) return undefined;
    function draw(): void {
      const place = canvas.current;
      const surface = place === null ? null : surfaceOf(place, place.clientWidth, place.clientHeight);
      if (place !== null && surface !== null && sketch !== undefined) paintSketch(surface, sketch, getComputedStyle(place).color);
    }
    draw();
    return onThemeChange(draw);
  }, [sketch]);

  return <canvas ref={canvas} className="sketch" aria-hidden="true" />;
}
