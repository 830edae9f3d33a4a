/** @file Curves over the days of a game of states: drawn by Plotly when the answer changes, with a cursor that follows the clock. A press on them moves the time. */
import { type PointerEvent, useEffect, useRef } from "react";
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { STATES_MARGIN, type StatesScene } from "../../plots/states/states-figures.ts";
import { clock, holdAt } from "../../state/clock.ts";
import { useSolved } from "../../state/solved.ts";
import { onThemeChange } from "../data/theme-change.ts";
import { curveTheme } from "../readouts/curve-theme.ts";
import { often } from "../stage/often.ts";
import { sceneFor } from "./use-scene.ts";

/** A drag asks for new curves at every value. */
const DRAWN_EVERY = 120; // ms

const CONFIG = { displayModeBar: false, responsive: false, staticPlot: false, doubleClick: false, scrollZoom: false } as const;

export type DrawStates = (scene: StatesScene, theme: CurveTheme) => Figure;

export function StatesCurves({ label, figure }: { readonly label: string; readonly figure: DrawStates }) {
  const frame = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLElement>(null);

  useEffect(() => (place.current === null ? undefined : keepFigure(place.current, figure)), [figure]);

  useEffect(() => {
    const follow = (): void => {
      const { l, r } = STATES_MARGIN;
      const width = frame.current?.clientWidth ?? 0;
      if (cursor.current !== null)
        cursor.current.style.transform = `translateX(${clock.getState().fraction * Math.max(0, width - l - r)}px)`;
    };
    follow();
    return clock.subscribe(follow);
  }, []);

  function moveTime(event: PointerEvent<HTMLDivElement>): void {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    holdAt((event.clientX - left - STATES_MARGIN.l) / Math.max(1, width - STATES_MARGIN.l - STATES_MARGIN.r));
  }

  return (
    <div ref={frame} className="states-curves" onPointerDown={moveTime} onPointerMove={moveTime}>
      <div ref={place} role="img" aria-label={label} />
      <i ref={cursor} aria-hidden="true" />
    </div>
  );
}

function keepFigure(target: HTMLDivElement, figure: DrawStates): () => void {
  let gone = false;
  const isGone = (): boolean => gone;
  async function draw(): Promise<void> {
    const scene = sceneFor(target);
    if (isGone() || scene === null || target.clientWidth === 0) return;
    const { react } = await import("../readouts/plotly.ts");
    if (isGone()) return;
    const { data, layout } = figure(scene, curveTheme(target));
    await react(target, data as never, { ...layout, width: target.clientWidth, height: target.clientHeight }, CONFIG);
  }
  const drawing = often(() => void draw(), DRAWN_EVERY);
  drawing.soon();
  const watcher = new ResizeObserver(() => drawing.soon());
  watcher.observe(target);
  const stops = [useSolved.subscribe(() => drawing.soon()), onThemeChange(() => drawing.soon())];
  return () => {
    gone = true;
    drawing.stop();
    watcher.disconnect();
    for (const stop of stops) stop();
    void import("../readouts/plotly.ts").then(({ purge }) => purge(target));
  };
}
