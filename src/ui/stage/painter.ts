/**
 * @file The stage's painter: draws every pane when something changed, never through React, and knows what each pane shows.
 *
 * One loop, one set of buffers and scales for all panes; they end with it.
 */
import { discsOf, type StageDisc } from "../../plots/stage/discs.ts";
import { STAGE_LAYERS } from "../../plots/stage/layers.ts";
import { viewOf, wholeView } from "../../plots/stage/scene.ts";
import { buffersFor, scopeOf } from "../../plots/stage/scope.ts";
import { type Painted, paintPane } from "../../plots/stage/paint-pane.ts";
import type { Scene } from "../../plots/stage/scene.ts";
import type { Scales } from "../../plots/stage/shown-field.ts";
import type { Palette } from "../../plots/stage/pen.ts";
import type { Viewport } from "../../plots/viewport.ts";
import type { Trace } from "../../plots/stage/paint-inspected.ts";
import type { Frame } from "../../engine/results.ts";
import { useCompare } from "../../state/compare.ts";
import { clock } from "../../state/clock.ts";
import { useExperiment } from "../../state/experiment.ts";
import { frames } from "../../state/frames.ts";
import { pointer, useInspected } from "../../state/inspect.ts";
import { useRun } from "../../state/run.ts";
import { layersOn, type PaneChoice, useView } from "../../state/view.ts";
import { camera, seeWhole } from "../../state/view-camera.ts";
import { onThemeChange } from "../data/theme-change.ts";
import { surfaceOf } from "./canvas.ts";
import { startLoop } from "./loop.ts";
import { often } from "./often.ts";
import { PAINT, PaintRequest } from "./paint-request.ts";
import { readPalette } from "./palette.ts";
import { scenesOf } from "./scene.ts";
import { paneTools } from "./tools.ts";

/** Words that change lay the page out, and nobody reads ten a second. */
const CAPTION_EVERY = 100; // ms

/** Device pixels per CSS pixel of a picture that moves on a machine that is slow. */
const COARSE = 1.5;

/** By then the page stands, and nothing has come yet that could be drawn. */
const PALETTE_AFTER = 150; // ms

export interface PaneState {
  readonly scene: Scene;
  readonly view: Viewport;
  readonly map: Painted["map"];
  /** What its interactions put in the way, where the experiment on the screen can be edited there. */
  readonly discs: readonly StageDisc[];
}

export interface Painter {
  /** What the k-th pane shows now; null before the first frame. */
  pane(k: number): PaneState | null;
  readonly scratch: Float32Array;
  stop(): void;
}

const isExact = (frame: Frame | null): boolean => frame !== null && frame.exactPaths !== null;

/** Of a pane, in units: where type is larger (walls, 4K) so is everything that is drawn. */
interface Size {
  readonly width: number;
  readonly height: number;
  /** CSS pixels. */
  readonly unit: number;
}

function sizeOf(canvas: HTMLCanvasElement | undefined): Size {
  if (canvas === undefined) return { width: 0, height: 0, unit: 1 };
  const unit = Number(getComputedStyle(canvas).getPropertyValue("--larger")) || 1;
  return { width: canvas.clientWidth / unit, height: canvas.clientHeight / unit, unit };
}

/** The agent that was picked out, as this pane's flow moves it: run A has another network, and the data at rest none. */
function traceFor({ shown, t }: Scene): Trace | null {
  const { picked, account, readAt } = useInspected.getState();
  const learned = ["learned", "solved", "simulated", "run B"].includes(shown.name);
  if (picked === null || !(learned || shown.name === "exact" || shown.name === "grid")) return null;
  return {
    picked: account?.picked ?? picked,
    times: account?.times ?? NO_TIMES,
    path: (learned ? account?.path : account?.exactPath) ?? null,
    momenta: learned ? (account?.momenta ?? null) : null,
    t: readAt ?? t,
    through: learned,
  };
}

const NO_TIMES = new Float32Array(0);

/** Those that are on and make sense for the experiment. */
function layersShown(): ReadonlySet<string> {
  const on = layersOn(useView.getState().layers);
  const { running } = useExperiment.getState();
  return new Set(STAGE_LAYERS.filter(({ id, offered }) => on.has(id) && offered?.(running) !== false).map(({ id }) => id));
}

/** @param captions of the panes, written with the picture they belong to */
export function startPainter(
  section: HTMLElement,
  canvases: readonly HTMLCanvasElement[],
  captions: readonly HTMLElement[],
  choice: PaneChoice,
): Painter {
  const buffers = buffersFor();
  const scales: Scales = new Map();
  const tools = canvases.map(() => paneTools(buffers.scratch));
  const panes: (PaneState | null)[] = canvases.map(() => null);
  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** Read between the page's first picture and the stage's: each is work enough. */
  let palette: Palette | null = null;
  const early = setTimeout(() => {
    palette ??= readPalette(section);
  }, PALETTE_AFTER);
  let request: PaintRequest | null = null;
  let fits = camera.getState().fits;
  let asked = false;
  let coarse = false;

  function draw(): void {
    const { frame } = frames.getState();
    if (frame === null) return;
    const scenes = scenesOf(frame, choice, layersShown(), clock.getState().fraction);
    scenes.forEach(({ title, scene }, k) => {
      const painted = drawPane(scene, k);
      const at = scene.shown.population.still ? "" : `, t = ${scene.t.toFixed(2)}`;
      const missing = painted?.missing == null ? "" : ` (no ${painted.missing} here)`;
      words[k] = `${title}${at}${missing}`;
    });
    asked = false;
    if (request === null) caption.soon();
    else writeCaptions();
  }

  const words: string[] = [];
  const writeCaptions = (): void => {
    captions.forEach((place, k) => {
      const said = words[k];
      if (said !== undefined && place.textContent !== said) place.textContent = said;
    });
  };
  const caption = often(writeCaptions, CAPTION_EVERY);

  // All panes have one size; asking the page for it at every frame would lay it out at every frame.
  const first = canvases[0];
  let size: Size | null = null;

  function drawPane(scene: Scene, k: number): Painted | null {
    const canvas = canvases[k];
    size ??= sizeOf(first);
    const { width, height, unit } = size;
    const surface =
      canvas === undefined
        ? null
        : (request?.surfaceFor(canvas, width, height) ?? surfaceOf(canvas, width, height, unit, coarse ? COARSE : undefined));
    const tool = tools[k];
    if (surface === null || tool === undefined) return null;
    const view = viewOf(scene, width, height, camera.getState());
    const scope = scopeOf(scene, wholeView(scene, width, height), buffers);
    const inspected = traceFor(scene);
    const { a } = useCompare.getState();
    const isRunA = scene.shown.name === "run A" && a !== null;
    const discs = discsOf(isRunA ? a.experiment : useExperiment.getState().draft);
    // A picture to be kept has nobody's pointer on it.
    const point = request === null ? pointer.getState().point : null;
    palette ??= readPalette(section);
    const painted = paintPane(tool.pen(surface, view, palette), scene, scope, scales, { inspected, pointer: point, discs }, asked);
    panes[k] = { scene, view, map: painted.map, discs: isRunA ? [] : discs };
    return painted;
  }

  const loop = startLoop(
    (roughly) => {
      coarse = roughly;
      draw();
      coarse = false;
    },
    () => reduced.matches,
  );
  const repaint = (): void => {
    palette = null;
    loop.invalidate();
  };
  const forget = (): void => {
    scales.clear();
    loop.invalidate();
  };
  const watcher = new ResizeObserver(() => {
    size = null;
    loop.invalidate();
  });
  if (first !== undefined) watcher.observe(first);
  const onRequest = (event: Event): void => {
    if (!(event instanceof PaintRequest)) return;
    request = event;
    draw();
    request = null;
  };
  section.addEventListener(PAINT, onRequest);
  const stops = [
    frames.subscribe((now, before) => {
      // An exact flow that takes long comes after the first frames: from then on it is what scales are fitted to.
      if (isExact(now.frame) && before.frame !== null && !isExact(before.frame) && before.frame.paths.length > 0) forget();
      loop.invalidate();
    }),
    pointer.subscribe(loop.invalidate),
    useInspected.subscribe(loop.invalidate),
    useView.subscribe(loop.invalidate),
    onThemeChange(repaint),
    camera.subscribe((now) => {
      asked ||= now.fits !== fits;
      fits = now.fits;
      loop.invalidate();
    }),
    // Another problem has other scales.
    useRun.subscribe((now, before) => {
      if (now.runId !== before.runId) forget();
    }),
    useExperiment.subscribe((now, before) => {
      if (now.running.data !== before.running.data) forget();
      if (now.draft !== before.draft) loop.invalidate();
      if (now.preset !== before.preset && now.preset !== null) seeWhole();
    }),
  ];
  return {
    pane: (k) => panes[k] ?? null,
    scratch: buffers.scratch,
    stop: () => {
      clearTimeout(early);
      loop.stop();
      caption.stop();
      watcher.disconnect();
      section.removeEventListener(PAINT, onRequest);
      for (const stop of stops) stop();
    },
  };
}
