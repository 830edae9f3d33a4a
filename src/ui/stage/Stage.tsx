/** @file The stage: learned beside exact at the same scale, layer chips, and the film strip with the time slider. */
import { useEffect, useRef } from "react";
import { ToggleButton } from "react-aria-components";
import { clock } from "../../state/clock.ts";
import { frames } from "../../state/frames.ts";
import { useRun } from "../../state/run.ts";
import { type Layer, LAYERS, toggleLayer, useView } from "../../state/view.ts";
import { surfaceOf } from "./canvas.ts";
import { Film } from "./Film.tsx";
import { startLoop } from "./loop.ts";
import { newBrush } from "./brush.ts";
import { paint } from "./paint.ts";
import { type Palette, readPalette } from "./palette.ts";
import { StageNote } from "./StageNote.tsx";
import { learnedPopulation, mapOf, residualTop, rulerPopulation, sceneOf } from "./scene.ts";
import { formatValue } from "../format.ts";
import { useNarrow } from "../narrow.ts";
import "./stage.css";

const TITLES: Readonly<Record<Layer, string>> = {
  particles: "particles",
  trajectories: "trajectories",
  density: "density",
  residual: "|HJB residual|",
};

const DETAIL = { small: false, particles: 2000 } as const;

export function Stage() {
  const layers = useView((view) => view.layers);
  const narrow = useNarrow();
  const ruler = useView((view) => view.ruler ?? !narrow);
  const exact = useRun((run) => run.exact);
  const place = useRef<HTMLElement>(null);
  const left = useRef<HTMLCanvasElement>(null);
  const right = useRef<HTMLCanvasElement>(null);
  const caption = useRef<HTMLSpanElement>(null);
  const scale = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const [section, learned, exactPane] = [place.current, left.current, right.current];
    if (section === null || learned === null) return undefined;
    let palette: Palette = readPalette(section);
    const brushes = [newBrush(), newBrush()] as const;
    const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
    const dark = window.matchMedia("(prefers-color-scheme: dark)");

    function draw(): void {
      const { frame } = frames.getState();
      if (frame === null || learned === null) return;
      const { layers: on } = useView.getState();
      const t = clock.getState().fraction * frame.horizon;
      drawPane(learned, brushes[0], sceneOf(frame, learnedPopulation(frame), on, on.residual), t);
      if (exactPane !== null) drawPane(exactPane, brushes[1], sceneOf(frame, rulerPopulation(frame), on, false), t);
      if (caption.current !== null)
        caption.current.textContent = `${frame.source === "exact" ? "exact solution, network starting" : "learned"}, t = ${t.toFixed(2)}`;
      const residual = on.residual ? mapOf(frame, "residual") : null;
      if (scale.current !== null)
        scale.current.textContent = residual === null ? "" : `|r| from 0 to ${formatValue(residualTop(residual))} and more`;
    }

    // Both panes have one size; asking the page for it at every frame would lay it out at every frame.
    let [width, height] = [learned.clientWidth, learned.clientHeight];
    function drawPane(canvas: HTMLCanvasElement, brush: (typeof brushes)[number], scene: Parameters<typeof paint>[1], t: number): void {
      const surface = surfaceOf(canvas, width, height);
      if (surface !== null) paint(surface, scene, t, palette, brush, DETAIL);
    }

    const loop = startLoop(draw, () => reduced.matches);
    const repaint = (): void => {
      palette = readPalette(section);
      loop.invalidate();
    };
    const watcher = new ResizeObserver(() => {
      [width, height] = [learned.clientWidth, learned.clientHeight];
      loop.invalidate();
    });
    watcher.observe(learned);
    dark.addEventListener("change", repaint);
    const stops = [frames.subscribe(loop.invalidate), useView.subscribe(() => queueMicrotask(repaint))];
    return () => {
      loop.stop();
      watcher.disconnect();
      dark.removeEventListener("change", repaint);
      for (const stop of stops) stop();
    };
  }, [ruler]);

  return (
    <section ref={place} className="stage card" aria-label="Stage">
      <div className="chips" role="group" aria-label="Layers">
        {LAYERS.map((layer) => (
          <ToggleButton key={layer} className="chip" isSelected={layers[layer]} onChange={() => toggleLayer(layer)}>
            {TITLES[layer]}
          </ToggleButton>
        ))}
        <span className="space" />
        <ToggleButton className="chip" isSelected={ruler} onChange={(on) => useView.setState({ ruler: on })}>
          {exact?.known === false ? "data" : "exact"}
        </ToggleButton>
      </div>
      <div className={ruler ? "panes two" : "panes"}>
        <figure className="pane">
          <canvas ref={left} role="img" aria-label="The learned flow: particles on their way from the reference to the data" />
          <figcaption>
            <span ref={caption}>learned</span>
            <span ref={scale} />
          </figcaption>
          <StageNote />
        </figure>
        {ruler ? (
          <figure className="pane second">
            <canvas ref={right} role="img" aria-label={exact?.known === true ? "The exact flow" : "The data"} />
            <figcaption>
              <span>{exact?.known === true ? "exact" : "data"}</span>
              <span className="why">{exact?.known === true ? exact.about : exact?.reason}</span>
            </figcaption>
          </figure>
        ) : null}
      </div>
      <Film />
    </section>
  );
}
