/** @file A figure that follows the loss history: drawn by Plotly, a few times a second, never by React. */
import { useEffect, useRef } from "react";
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { useCompare } from "../../state/compare.ts";
import { frames } from "../../state/frames.ts";
import { useSolved } from "../../state/solved.ts";
import { useSpan } from "../../state/span.ts";
import { useView } from "../../state/view.ts";
import { curveTheme } from "./curve-theme.ts";

interface CurvesProps {
  readonly label: string;
  readonly figure: (theme: CurveTheme, log: boolean) => Figure;
}

/** Redrawing a curve takes Plotly some ten milliseconds. */
const EVERY = 600; // ms

const CONFIG = { displayModeBar: false, responsive: false, staticPlot: false, doubleClick: false, scrollZoom: false } as const;

export function Curves({ label, figure }: CurvesProps) {
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const target = place.current;
    if (target === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    let drawn: unknown;

    async function draw(): Promise<void> {
      timer = undefined;
      const { history } = frames.getState();
      if (gone || target === null || document.hidden || target.clientWidth === 0) return;
      const { react } = await import("./plotly.ts");
      // Disposed while Plotly was on its way.
      if (isGone()) return;
      drawn = history;
      const { data, layout } = figure(curveTheme(target), useView.getState().logLoss);
      const size = { width: target.clientWidth, height: target.clientHeight };
      await react(target, data as never, { ...layout, ...size }, CONFIG);
    }
    const isGone = (): boolean => gone;
    const soon = (): void => {
      timer ??= setTimeout(() => void draw(), EVERY);
    };
    const stops = [
      frames.subscribe((now) => {
        if (now.history !== drawn) soon();
      }),
      useCompare.subscribe((now, before) => {
        if (now.history !== before.history) soon();
      }),
      useSolved.subscribe((now, before) => {
        if (now.solved !== before.solved || now.held !== before.held) soon();
      }),
      useSpan.subscribe(soon),
      useView.subscribe((now, before) => {
        if (now.theme !== before.theme || now.logLoss !== before.logLoss) soon();
      }),
    ];
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", soon);
    const watcher = new ResizeObserver(soon);
    watcher.observe(target);
    return () => {
      gone = true;
      clearTimeout(timer);
      watcher.disconnect();
      dark.removeEventListener("change", soon);
      for (const stop of stops) stop();
      void import("./plotly.ts").then(({ purge }) => purge(target));
    };
  }, [figure]);

  return <div ref={place} className="curves" role="img" aria-label={label} />;
}
