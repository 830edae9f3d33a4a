/** @file One particle, picked out: its whole path, where it is, and the arrow −∇U that it follows. */
import { bracket, particleCount, positionsAt } from "../flow.ts";
import type { Viewport } from "../viewport.ts";
import { tracePath } from "./paths.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";

/** −∇U at the times of an account, [K] and [K, d]. */
export interface Pull {
  readonly times: Float32Array;
  readonly momenta: Float32Array;
}

/** Pixels of the longest arrow, and the part of |∇U| of the largest along the path. */
const LONGEST = 46;
const HEAD = 6;
const RADIUS = 5;

export function paintInspected(pen: Pen, { shown: { population, dimension, horizon }, t }: Scene, index: number, pull: Pull | null): void {
  const { context, view, palette } = pen;
  if (population.still || index >= particleCount(population) || population.times.length < 2) return;
  context.globalAlpha = 1;
  context.lineWidth = 4;
  context.strokeStyle = palette.paper;
  path();
  context.lineWidth = 2;
  context.strokeStyle = palette.path;
  path();
  const [x, y] = here();
  if (pull !== null) arrow(x, y);
  context.beginPath();
  context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  context.fillStyle = palette.paper;
  context.fill();
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  context.stroke();

  function path(): void {
    context.beginPath();
    tracePath(context, view, population, index, 0, horizon);
    context.stroke();
  }

  function here(): readonly [number, number] {
    const { times, paths } = population;
    const { index: k, weight } = bracket(times, t);
    const size = particleCount(population) * dimension;
    const mix = (axis: number): number => {
      const at = k * size + index * dimension + axis;
      return (1 - weight) * paths[at]! + weight * paths[at + size]!;
    };
    return dimension === 1 ? [view.toX(t), view.toY(mix(0))] : [view.toX(mix(0)), view.toY(mix(1))];
  }

  function arrow(fromX: number, fromY: number): void {
    if (pull === null) return;
    const { times, momenta } = pull;
    const { index: k, weight } = bracket(times, t);
    const at = (axis: number): number => -((1 - weight) * momenta[k * dimension + axis]! + weight * momenta[(k + 1) * dimension + axis]!);
    const most = Math.max(
      ...Array.from({ length: times.length }, (_, i) => Math.hypot(...momenta.subarray(i * dimension, (i + 1) * dimension))),
    );
    const [du, dv] = dimension === 1 ? [0, -at(0)] : [at(0), -at(1)];
    const length = (LONGEST * Math.hypot(du, dv)) / most;
    if (!(length > HEAD)) return;
    const [ex, ey] = [(du * LONGEST) / most / length, (dv * LONGEST) / most / length];
    const [tx, ty] = [fromX + ex * length, fromY + ey * length];
    context.strokeStyle = palette.value;
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(tx, ty);
    context.moveTo(tx - HEAD * (ex + 0.6 * ey), ty - HEAD * (ey - 0.6 * ex));
    context.lineTo(tx, ty);
    context.lineTo(tx - HEAD * (ex - 0.6 * ey), ty - HEAD * (ey + 0.6 * ex));
    context.stroke();
  }
}

/** Pixels within which a particle is meant. */
const NEAR = 16;

/** The particle nearest to a pixel of the pane at time t; null if none is near. */
export function particleAt(
  view: Viewport,
  scratch: Float32Array,
  { shown: { population, dimension }, t }: Scene,
  px: number,
  py: number,
): number | null {
  if (population.still) return null;
  const n = positionsAt(population, t, scratch);
  let [best, found] = [NEAR * NEAR, -1];
  for (let i = 0; i < n; i += 1) {
    const x = dimension === 1 ? view.toX(t) : view.toX(scratch[2 * i]!);
    const y = view.toY(scratch[dimension * i + dimension - 1]!);
    const distance = (x - px) ** 2 + (y - py) ** 2;
    if (distance >= best) continue;
    [best, found] = [distance, i];
  }
  return found < 0 ? null : found;
}
