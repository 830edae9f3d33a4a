/** @file What the chosen columns look like, before they are taken: drawn as the training sees them. */
import { useEffect, useMemo, useRef } from "react";
import { pointSet } from "../../math/laws/point-set.ts";
import { formatValue } from "../format.ts";
import { surfaceOf } from "../stage/canvas.ts";
import { boxOf, paintSketch } from "./paint-sketch.ts";
import { onThemeChange } from "./theme-change.ts";
import { pointsSketch } from "./use-sketch.ts";

interface PointsPreviewProps {
  readonly rows: readonly (readonly number[])[] | null;
  readonly standardise: boolean;
}

/** More would only be ink. */
const SHOWN = 4000;

export function PointsPreview({ rows, standardise }: PointsPreviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const sketch = useMemo(() => (rows === null ? null : pointsSketch(pointSet(rows), standardise, SHOWN)), [rows, standardise]);
  const box = useMemo(() => (sketch === null ? null : boxOf(sketch)), [sketch]);

  useEffect(() => {
    function draw(): void {
      const place = canvas.current;
      const surface = place === null ? null : surfaceOf(place, place.clientWidth, place.clientHeight);
      if (place === null || surface === null) return;
      surface.context.clearRect(0, 0, surface.width, surface.height);
      if (sketch !== null && box !== null) paintSketch(surface, sketch, getComputedStyle(place).color, box);
    }
    draw();
    return onThemeChange(draw);
  }, [sketch, box]);

  return (
    <figure className="preview">
      <canvas ref={canvas} role="img" aria-label={sketch === null ? "No points yet" : "The points as they will be learned"} />
      <figcaption className="note">
        {box === null
          ? "A preview appears here."
          : `${formatValue(round(box.centre[0] - box.radius))} to ${formatValue(round(box.centre[0] + box.radius))} across`}
      </figcaption>
    </figure>
  );
}

const round = (value: number): number => Number(value.toPrecision(3));
