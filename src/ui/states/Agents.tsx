/** @file Agents on a canvas: each keeps its place and changes colour as the clock goes. */
import { useEffect, useRef } from "react";
import type { StatesSolved } from "../../engine/at-once-results.ts";
import { frameAt, paintAgents } from "../../plots/states/paint-agents.ts";
import { type Places, placesIn } from "../../plots/states/places.ts";
import type { StatesScene } from "../../plots/states/states-figures.ts";
import { clock } from "../../state/clock.ts";
import { useSolved } from "../../state/solved.ts";
import { onThemeChange } from "../data/theme-change.ts";
import { wantsStills } from "../reduced-motion.ts";
import { surfaceOf } from "../stage/canvas.ts";
import { startLoop } from "../stage/loop.ts";
import { PAINT, PaintRequest } from "../stage/paint-request.ts";
import { sceneFor } from "./use-scene.ts";

/** Around the lattice, in pixels: who has just changed is larger than its place. */
const ROOM = 4;

interface AgentsProps {
  readonly caption: string;
  /** Run A of a comparison. */
  readonly held: boolean;
}

const ofRun = (scene: StatesScene, held: boolean): StatesSolved | null => (held ? scene.held : scene.solved);

export function Agents({ caption, held }: AgentsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : keepPainted(canvas.current, held)), [held]);
  return (
    <figure className="agents pane">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${caption}: every dot is a person, its colour the state that it is in at the shown day`}
      />
      <figcaption>
        <span>{caption}</span>
      </figcaption>
    </figure>
  );
}

function keepPainted(place: HTMLCanvasElement, held: boolean): () => void {
  let scene: StatesScene | null = null;
  let places: (Places & { readonly key: string }) | null = null;
  let painted = "";

  function draw(): void {
    scene ??= sceneFor(place);
    const solved = scene === null ? null : ofRun(scene, held);
    if (scene === null || solved === null) return;
    const [width, height] = [place.clientWidth, place.clientHeight];
    const frame = frameAt(solved.agents, clock.getState().fraction);
    const key = `${solved.agents.count} ${width} ${height}`;
    if (painted === `${key} ${frame}`) return;
    const surface = surfaceOf(place, width, height);
    if (surface === null) return;
    if (places?.key !== key) places = { ...placesIn(solved.agents.count, width, height, ROOM), key };
    surface.context.clearRect(0, 0, width, height);
    paintAgents(surface.context, { agents: solved.agents, places, states: scene.states }, frame);
    painted = `${key} ${frame}`;
  }

  const loop = startLoop(draw, wantsStills);
  function anew(): void {
    scene = null;
    painted = "";
    loop.invalidate();
  }
  /** Exports draw the same picture onto another surface. */
  function paintFor(event: Event): void {
    if (!(event instanceof PaintRequest)) return;
    const solved = scene === null ? null : ofRun(scene, held);
    const surface = event.surfaceFor(place, place.clientWidth, place.clientHeight);
    if (scene === null || solved === null || surface === null || places === null) return;
    paintAgents(
      surface.context,
      { agents: solved.agents, places, states: scene.states },
      frameAt(solved.agents, clock.getState().fraction),
    );
  }
  const stage = place.closest(".stage");
  stage?.addEventListener(PAINT, paintFor);
  const watcher = new ResizeObserver(anew);
  watcher.observe(place);
  const stops = [useSolved.subscribe(anew), onThemeChange(anew)];
  return () => {
    loop.stop();
    watcher.disconnect();
    stage?.removeEventListener(PAINT, paintFor);
    for (const stop of stops) stop();
  };
}
