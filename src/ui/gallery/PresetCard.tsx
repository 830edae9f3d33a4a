/** @file A preset as a card: its data, the way there while it is pointed at, its title and what to watch for. */
import { watched } from "../../experiment/watched.ts";
import { useEffect, useMemo, useRef } from "react";
import { specs } from "../../catalogue/specs.ts";
import type { Experiment, Preset } from "../../experiment/experiment.ts";
import type { Sketch } from "../../state/sketches.ts";
import { type SketchBox, boxOf, paintSketch } from "../data/paint-sketch.ts";
import { onThemeChange } from "../data/theme-change.ts";
import { useSketch } from "../data/use-sketch.ts";
import { surfaceOf } from "../stage/canvas.ts";
import { passage, passageKind } from "./passage.ts";

interface PresetCardProps {
  readonly preset: Preset;
  readonly experiment: Experiment;
  /** Pointed at or focused. */
  readonly lively: boolean;
}

export function PresetCard({ preset, experiment, lively }: PresetCardProps) {
  return (
    <>
      <Picture experiment={experiment} lively={lively} />
      <span className="gallery-text">
        <span className="gallery-title">{preset.title}</span>
        <span className="gallery-watch">{watched.get(preset.id)}</span>
        <span className="gallery-tag">{specs.model.get(experiment.model)?.title ?? experiment.model}</span>
      </span>
    </>
  );
}

/** Seconds of the way, then of rest at the data. */
const RUN = 2.4;
const REST = 1.2;

function Picture({ experiment, lively }: Omit<PresetCardProps, "preset">) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const data = useSketch(experiment.data ?? experiment.reference);
  const reference = useSketch(experiment.reference);
  const kind = passageKind(experiment);
  const box = useMemo(
    () => (data === undefined || reference === undefined ? undefined : commonBox(kind === "spreading" ? [data] : [data, reference])),
    [kind, data, reference],
  );

  useEffect(() => {
    const place = canvas.current;
    if (place === null || data === undefined || reference === undefined || box === undefined) return undefined;
    const rest = (): void => draw(place, data, box);
    rest();
    const stops = [onThemeChange(rest)];
    const still = kind === "still" || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (lively && !still) {
      const { count, at } = passage(kind, data, reference);
      const points = new Float32Array(count * data.dimension);
      let handle = 0;
      let start: number | undefined;
      const step = (now: number): void => {
        start ??= now;
        const u = Math.min(1, (((now - start) / 1000) % (RUN + REST)) / RUN);
        at(u, points);
        draw(place, { ...data, points }, box);
        handle = requestAnimationFrame(step);
      };
      handle = requestAnimationFrame(step);
      stops.push(() => {
        cancelAnimationFrame(handle);
        rest();
      });
    }
    return () => {
      for (const stop of stops) stop();
    };
  }, [data, reference, box, kind, lively]);

  return <canvas ref={canvas} className="sketch" aria-hidden="true" />;
}

function draw(place: HTMLCanvasElement, sketch: Sketch, box: SketchBox): void {
  const surface = surfaceOf(place, place.clientWidth, place.clientHeight);
  if (surface !== null) paintSketch(surface, sketch, getComputedStyle(place).color, box);
}

/** Both ends of the way are seen at one scale. */
function commonBox(all: readonly Sketch[]): SketchBox {
  const boxes = all.map(boxOf);
  const edge = (axis: 0 | 1, sign: 1 | -1): number => Math.max(...boxes.map(({ centre, radius }) => sign * centre[axis] + radius)) * sign;
  const [right, left, top, bottom] = [edge(0, 1), edge(0, -1), edge(1, 1), edge(1, -1)];
  return { centre: [(left + right) / 2, (top + bottom) / 2], radius: Math.max(right - left, top - bottom) / 2 };
}
