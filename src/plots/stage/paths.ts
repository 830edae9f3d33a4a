/**
 * @file Lines along recorded paths, between two times, as the stage draws them.
 *
 * On the line the picture is (t, x); in the plane it is (x₁, x₂).
 */
import { bracket, particleCount } from "../flow.ts";
import type { Viewport } from "../viewport.ts";
import type { ShownPopulation } from "./source.ts";

/** A path of one particle from time `from` to `to`, added to the context's path. */
export function tracePath(
  context: CanvasRenderingContext2D,
  view: Viewport,
  population: ShownPopulation,
  i: number,
  from: number,
  to: number,
): void {
  const { times, paths, dimension } = population;
  const size = particleCount(population) * dimension;
  const at = (k: number, axis: number): number => paths[k * size + i * dimension + axis]!;
  const first = bracket(times, from);
  const last = bracket(times, to);
  const point = (k: number, weight: number): [number, number] => {
    const mix = (axis: number): number => (weight === 0 ? at(k, axis) : (1 - weight) * at(k, axis) + weight * at(k + 1, axis));
    if (dimension === 2) return [view.toX(mix(0)), view.toY(mix(1))];
    const t = weight === 0 ? times[k]! : (1 - weight) * times[k]! + weight * times[k + 1]!;
    return [view.toX(t), view.toY(mix(0))];
  };
  let seen = false;
  // Where somebody is nowhere, the line is torn.
  const reach = ([x, y]: [number, number]): void => {
    const there = !Number.isNaN(x);
    if (there && seen) context.lineTo(x, y);
    else if (there) context.moveTo(x, y);
    seen = there;
  };
  reach(point(first.index, first.weight));
  for (let k = first.index + 1; k <= last.index; k += 1) reach(point(k, 0));
  reach(point(last.index, last.weight));
}
