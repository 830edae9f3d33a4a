/** @file The film strip from ρ₀ to π: the flow at a few times, each a way to go there. */
import { useEffect, useRef } from "react";
import { SHOWN } from "../../plots/stage/scene.ts";
import { buffersFor } from "../../plots/stage/scope.ts";
import { learnedPopulation } from "../../plots/stage/source.ts";
import { paintThumb } from "../../plots/stage/paint-thumb.ts";
import type { Palette } from "../../plots/stage/pen.ts";
import { planeViewport } from "../../plots/viewport.ts";
import { clock, holdAt } from "../../state/clock.ts";
import { frames } from "../../state/frames.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useView } from "../../state/view.ts";
import { onThemeChange } from "../data/theme-change.ts";
import { surfaceOf } from "./canvas.ts";
import { readPalette } from "./palette.ts";
import { stripTimes, useNoiseLevels, useStripTimes } from "./strip-times.ts";
import { paneTools } from "./tools.ts";

/** The strip follows training at a walking pace: one picture at a time, each about once a second. */
const PICTURE_EVERY = 130; // ms

const CELLS = 44;

export function Film() {
  const data = useExperiment((state) => state.running.data !== null);
  const horizon = useExperiment((state) => state.running.game.horizon);
  const levels = useNoiseLevels();
  const times = useStripTimes();
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => (strip.current === null ? undefined : keepDrawn(strip.current)), []);
  useEffect(() => {
    let lit = -1;
    const follow = (): void => {
      const nearest = nearestOf(times, clock.getState().fraction);
      if (nearest === lit) return;
      lit = nearest;
      strip.current?.querySelectorAll("button").forEach((button, k) => button.classList.toggle("on", k === nearest));
    };
    follow();
    return clock.subscribe(follow);
  }, [times]);
  return (
    <div ref={strip} className="strip" role="group" aria-label="The flow in pictures, from the reference to the data">
      <span className="end">ρ₀</span>
      {times.map((fraction, k) => (
        <button key={k} type="button" aria-label={`Show the flow at ${percent(fraction)} % of its time`} onClick={() => holdAt(fraction)}>
          <canvas />
        </button>
      ))}
      <span className="end">{data ? "π" : "T"}</span>
      {levels ? <Times at={times.map((fraction) => fraction * horizon)} /> : null}
    </div>
  );
}

/** Under the pictures: of a diffusion they may stand anywhere. */
function Times({ at }: { readonly at: readonly number[] }) {
  return (
    <>
      <small className="end" aria-hidden="true">
        t =
      </small>
      {at.map((t, k) => (
        <small key={k} aria-hidden="true">
          {formatTime(t)}
        </small>
      ))}
    </>
  );
}

/** Three digits, more where it is close to the end: 0.9964 is another picture than 1. */
const formatTime = (t: number): string => String(Number(t.toFixed(3)));

const percent = (fraction: number): string => String(Number((100 * fraction).toFixed(1)));

const nearestOf = (times: readonly number[], fraction: number): number =>
  times.reduce((best, time, k) => (Math.abs(time - fraction) < Math.abs(times[best]! - fraction) ? k : best), 0);

/** Draws the pictures as the flow changes, until the returned function is called. */
function keepDrawn(place: HTMLElement): () => void {
  const pictures = [...place.querySelectorAll("canvas")];
  const buffers = buffersFor(CELLS);
  const tools = paneTools(buffers.scratch);
  let next = 0;
  let drawn: unknown[] = [];
  let handle = 0;
  /** Read when something is drawn: before that the page has no time to work its styles out for it. */
  let palette: Palette | null = null;

  function drawNext(): void {
    const { frame } = frames.getState();
    if (frame === null || document.hidden) return;
    const k = next;
    next = (next + 1) % pictures.length;
    const canvas = pictures[k];
    if (drawn[k] === frame || canvas === undefined) return;
    drawn[k] = frame;
    const surface = surfaceOf(canvas, canvas.clientWidth, canvas.clientHeight);
    if (surface === null) return;
    const radius = SHOWN * frame.radius;
    palette ??= readPalette(place);
    const pen = tools.pen(surface, planeViewport(surface.width, surface.height, radius, frame.centre), palette);
    paintThumb(pen, learnedPopulation(frame), { radius, centre: frame.centre }, (stripTimes()[k] ?? 1) * frame.horizon, buffers);
  }

  function drawAll(): void {
    drawn = [];
    palette = null;
    let left = pictures.length;
    const one = (): void => {
      drawNext();
      left -= 1;
      if (left > 0) handle = requestAnimationFrame(one);
    };
    cancelAnimationFrame(handle);
    handle = requestAnimationFrame(one);
  }

  const timer = setInterval(drawNext, PICTURE_EVERY);
  const watcher = new ResizeObserver(drawAll);
  watcher.observe(place);
  const stops = [
    frames.subscribe((now, before) => {
      if (before.frame === null || before.frame.radius !== now.frame?.radius || before.frame.centre !== now.frame.centre) drawAll();
    }),
    useView.subscribe((now, before) => {
      if (now.evenNoise !== before.evenNoise) drawAll();
    }),
    onThemeChange(drawAll),
  ];
  return () => {
    clearInterval(timer);
    cancelAnimationFrame(handle);
    watcher.disconnect();
    for (const stop of stops) stop();
  };
}
