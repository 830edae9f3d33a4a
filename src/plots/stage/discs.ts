/**
 * @file Discs that interactions put in the way: drawn on every pane, and taken by hand.
 *
 * Which parameters are a disc's centre and radius is said by the functional's spec. In the plane a disc of centre c and radius R is a circle; on the line, where
 * time runs to the right, it is the band c₁ − R ≤ x ≤ c₁ + R.
 */
import type { FunctionalSpec } from "../../catalogue/define.ts";
import { specs } from "../../catalogue/specs.ts";
import type { Chosen, Experiment } from "../../experiment/experiment.ts";
import { INTERACTIONS } from "../../experiment/slots.ts";
import type { Viewport } from "../viewport.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";

/** One coordinate of a disc's centre: the field that holds it, and how far it goes. */
interface Coordinate {
  readonly path: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

export interface StageDisc {
  /** As many as the world has axes. */
  readonly centre: readonly Coordinate[];
  readonly radius: number;
}

const dimensionOf = ({ id, params }: Chosen): 1 | 2 => (specs.density.get(id)?.dimension(params) === 1 ? 1 : 2);

export function discsOf({ data, reference, game }: Pick<Experiment, "data" | "reference" | "game">): readonly StageDisc[] {
  const dimension = dimensionOf(data ?? reference);
  return game.interactions.flatMap((choice, i) => {
    const spec: FunctionalSpec | undefined = specs.functional.get(choice.id);
    const names = spec?.disc;
    if (spec === undefined || names === undefined) return [];
    const radius = choice.params[names.radius];
    const centre = [names.x, names.y].slice(0, dimension).map((name) => coordinate(spec, choice, name, i));
    return typeof radius === "number" ? [{ centre, radius }] : [];
  });
}

function coordinate(spec: FunctionalSpec, { params }: Chosen, name: string, i: number): Coordinate {
  const [param, value] = [spec.params[name], params[name]];
  if (param?.kind !== "real" || typeof value !== "number")
    throw new Error(`${spec.id}: its disc names "${name}", which is no real parameter`);
  return { path: `${INTERACTIONS}.${String(i)}.params.${name}`, value, min: param.min, max: param.max };
}

/** A small disc is taken by its surroundings too, in pixels: a finger is wider. */
const LEAST_GRIP = 14;

/** The disc under a pixel; of several, the one whose middle is nearest. */
export function discAt(discs: readonly StageDisc[], view: Viewport, px: number, py: number): StageDisc | null {
  const within = discs
    .map((disc) => ({ disc, away: pixelsAway(disc, view, px, py) }))
    .filter(({ disc, away }) => away <= Math.max(LEAST_GRIP, pixelRadius(disc, view)));
  return (
    within.reduce<(typeof within)[number] | null>((best, one) => (best === null || one.away < best.away ? one : best), null)?.disc ?? null
  );
}

const pixelRadius = ({ radius }: StageDisc, view: Viewport): number => Math.abs(view.toY(radius) - view.toY(0));

/** From the centre of the disc, or from the middle of the band. */
function pixelsAway({ centre: [x, y] }: StageDisc, view: Viewport, px: number, py: number): number {
  if (x === undefined) return Number.POSITIVE_INFINITY;
  return y === undefined ? Math.abs(py - view.toY(x.value)) : Math.hypot(px - view.toX(x.value), py - view.toY(y.value));
}

/** Finer than a pixel at any zoom, and short in a link. */
const DIGITS = 3;

/** The fields that a disc's move from one pixel to another sets: from where it was taken, so that it does not jump to the hand. */
export function movedDisc(
  { centre }: StageDisc,
  view: Viewport,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Readonly<Record<string, number>> {
  const up = view.fromY(to.y) - view.fromY(from.y);
  const by = centre.length === 1 ? [up] : [view.fromX(to.x) - view.fromX(from.x), up];
  return Object.fromEntries(
    centre.map(({ path, value, min, max }, axis) => [path, Number(Math.min(max, Math.max(min, value + (by[axis] ?? 0))).toFixed(DIGITS))]),
  );
}

/** The soft edge, as rings: shares of the radius, each as dark as the others. */
const RINGS = [1.2, 1.1, 1, 0.9, 0.8] as const;
const SHADE = 0.09;
const EDGE_DASH = [5, 4] as const;
const HANDLE = 5;

export function paintDiscs(
  { context, view, palette }: Pen,
  { shown: { horizon } }: Pick<Scene, "shown">,
  discs: readonly StageDisc[],
): void {
  context.fillStyle = palette.interaction;
  context.strokeStyle = palette.interaction;
  for (const disc of discs) {
    const radius = pixelRadius(disc, view);
    const [x, y] = disc.centre.map(({ value }) => value);
    if (x === undefined) continue;
    context.lineWidth = 1.5;
    if (y === undefined) band(view.toY(x), radius);
    else circle(view.toX(x), view.toY(y), radius);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;

  function circle(px: number, py: number, radius: number): void {
    context.globalAlpha = SHADE;
    for (const share of RINGS) {
      context.beginPath();
      context.arc(px, py, share * radius, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 0.9;
    context.setLineDash([...EDGE_DASH]);
    context.beginPath();
    context.arc(px, py, radius, 0, 2 * Math.PI);
    context.stroke();
    handle(px, py);
  }

  function band(middle: number, radius: number): void {
    const [left, right] = [view.toX(0), view.toX(horizon)];
    context.globalAlpha = SHADE;
    for (const share of RINGS) context.fillRect(left, middle - share * radius, right - left, 2 * share * radius);
    context.globalAlpha = 0.9;
    context.setLineDash([...EDGE_DASH]);
    context.beginPath();
    for (const edge of [middle - radius, middle + radius]) {
      context.moveTo(left, edge);
      context.lineTo(right, edge);
    }
    context.stroke();
    handle((left + right) / 2, middle);
  }

  /** A cross in the middle: here it is taken. */
  function handle(px: number, py: number): void {
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(px - HANDLE, py);
    context.lineTo(px + HANDLE, py);
    context.moveTo(px, py - HANDLE);
    context.lineTo(px, py + HANDLE);
    context.stroke();
  }
}
