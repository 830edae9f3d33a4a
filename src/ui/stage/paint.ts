/**
 * @file Drawing a scene at a time t: map, grid, trajectories, particles, axes.
 *
 * In the plane the pane is the box [−R, R]² at time t. On the line it is x against t: the maps and the trajectories fill it,
 * and t is the upright line on which the particles sit.
 */
import { bracket, particleCount, positionsAt } from "../../plots/flow.ts";
import { lineViewport, planeViewport, tickLabel, ticks, type Viewport } from "../../plots/viewport.ts";
import type { Brush } from "./brush.ts";
import type { Surface } from "./canvas.ts";
import { paintDensity, paintResidual, paintRibbon } from "./paint-maps.ts";
import type { Palette } from "./palette.ts";
import type { Scene } from "./scene.ts";

/** Edge of a particle in CSS pixels. */
const DOT = 2;

/** Trajectories drawn: more become a carpet. */
const TRAILS = 170;

/** On the line every trajectory crosses the whole picture. */
const LINE_TRAILS = 60;

export interface Detail {
  /** A thumbnail: no axes, no trajectories, smaller dots. */
  readonly small: boolean;
  readonly particles: number;
}

export function paint(surface: Surface, scene: Scene, t: number, palette: Palette, brush: Brush, detail: Detail): void {
  const { context, width, height } = surface;
  context.clearRect(0, 0, width, height);
  const onLine = scene.dimension === 1 && !detail.small;
  const view = onLine ? lineViewport(width, height, scene.radius, scene.horizon) : planeViewport(width, height, scene.radius);
  if (scene.residual !== null) paintResidual(context, scene, view, palette, brush);
  else if (scene.layers.density) (onLine ? paintRibbon : paintDensity)(context, scene, t, view, palette, brush);
  if (!detail.small) paintGrid(context, scene, view, palette);
  if (scene.layers.trajectories && !detail.small && !scene.population.still) paintTrails(context, scene, t, view, palette);
  if (onLine) paintNow(context, view, t, palette);
  if (scene.layers.particles) paintParticles(context, scene, t, view, palette, brush, detail);
}

function paintGrid(context: CanvasRenderingContext2D, scene: Scene, view: Viewport, palette: Palette): void {
  const { radius, dimension, horizon } = scene;
  const scale = view.toX(1) - view.toX(0);
  const reach = dimension === 1 ? radius : view.width / 2 / scale;
  const across = dimension === 1 ? ticks(0, horizon, 5) : ticks(-reach, reach, 5);
  const tall = dimension === 1 ? radius : view.height / 2 / scale;
  const step = across.length > 1 ? across[1]! - across[0]! : 1;
  const up = dimension === 1 ? ticks(-tall, tall, 6) : upTicks(tall, step);
  context.strokeStyle = palette.grid;
  context.lineWidth = 1;
  context.globalAlpha = 0.7;
  context.beginPath();
  for (const x of across) {
    const at = Math.round(view.toX(x)) + 0.5;
    context.moveTo(at, 0);
    context.lineTo(at, view.height);
  }
  for (const y of up) {
    const at = Math.round(view.toY(y)) + 0.5;
    context.moveTo(0, at);
    context.lineTo(view.width, at);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = palette.muted;
  context.font = palette.font;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  for (const x of across)
    if (view.toX(x) > 14 && view.toX(x) < view.width - 16) context.fillText(tickLabel(x), view.toX(x) + 3, view.height - 5);
  for (const y of up) if (view.toY(y) > 34 && view.toY(y) < view.height - 24) context.fillText(tickLabel(y), 4, view.toY(y) - 3);
}

/** The same step upwards as across: squares are squares. */
function upTicks(tall: number, step: number): number[] {
  const most = Math.floor(tall / step);
  return Array.from({ length: 2 * most + 1 }, (_, k) => (k - most) * step);
}

function paintTrails(context: CanvasRenderingContext2D, scene: Scene, t: number, view: Viewport, palette: Palette): void {
  const { times, paths, dimension } = scene.population;
  const n = particleCount(scene.population);
  const onLine = dimension === 1;
  const { index, weight } = onLine ? { index: times.length - 2, weight: 1 } : bracket(times, t);
  if (n === 0 || times.length < 2) return;
  context.strokeStyle = palette.path;
  context.lineWidth = 1;
  context.globalAlpha = onLine ? 0.3 : 0.25;
  context.beginPath();
  for (let i = 0; i < Math.min(n, onLine ? LINE_TRAILS : TRAILS); i += 1) {
    for (let k = 0; k <= index + 1; k += 1) {
      const at = (k * n + i) * dimension;
      const before = at - n * dimension;
      const share = k === index + 1 ? weight : 1;
      const u = k === 0 ? paths[at]! : paths[before]! + share * (paths[at]! - paths[before]!);
      const v = k === 0 || onLine ? paths[at + 1]! : paths[before + 1]! + share * (paths[at + 1]! - paths[before + 1]!);
      const [x, y] = onLine ? [view.toX(times[k]!), view.toY(u)] : [view.toX(u), view.toY(v)];
      if (k === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

function paintNow(context: CanvasRenderingContext2D, view: Viewport, t: number, palette: Palette): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(view.toX(t), 24);
  context.lineTo(view.toX(t), view.height - 20);
  context.stroke();
}

function paintParticles(
  context: CanvasRenderingContext2D,
  scene: Scene,
  t: number,
  view: Viewport,
  palette: Palette,
  brush: Brush,
  detail: Detail,
): void {
  const { positions } = brush;
  const n = positionsAt(scene.population, t, positions);
  const shown = Math.min(n, detail.particles);
  if (detail.small) {
    if (scene.dimension === 1) return;
    context.fillStyle = palette.ink;
    context.globalAlpha = 0.35;
    for (let i = 0; i < shown; i += 1) context.fillRect(view.toX(positions[2 * i]!) - 0.5, view.toY(positions[2 * i + 1]!) - 0.5, 1, 1);
    context.globalAlpha = 1;
    return;
  }
  context.fillStyle = palette.ink;
  context.globalAlpha = 0.75;
  // Squares: two thousand discs, as paths or as stamps, cost several times as much where there is no GPU.
  const now = view.toX(t);
  for (let i = 0; i < shown; i += 1) {
    const x = scene.dimension === 1 ? now : view.toX(positions[2 * i]!);
    const y = view.toY(positions[scene.dimension * i + scene.dimension - 1]!);
    context.fillRect(x - DOT / 2, y - DOT / 2, DOT, DOT);
  }
  context.globalAlpha = 1;
}
