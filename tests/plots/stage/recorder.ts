/** @file A drawing context that remembers what was drawn, and a scene to draw. */
import { colourTable, COLOUR_MAPS } from "../../../src/plots/colour-maps.ts";
import type { PaneBox, Palette, Pen } from "../../../src/plots/stage/pen.ts";
import type { Scene } from "../../../src/plots/stage/scene.ts";
import type { PaneSource, SourceMap } from "../../../src/plots/stage/source.ts";
import type { Viewport } from "../../../src/plots/viewport.ts";
import type { GridMap } from "../../../src/engine/results.ts";
import { random } from "../../../src/math/random.ts";

const PALETTE: Palette = {
  theme: "light",
  ink: "ink",
  muted: "muted",
  grid: "grid",
  paper: "paper",
  path: "path",
  accent: "accent",
  value: "value",
  interaction: "interaction",
  font: "11px serif",
  maps: Object.fromEntries(COLOUR_MAPS.map((map) => [map, colourTable("light", map)])) as Palette["maps"],
};

export interface Drawn {
  /** Strokes as lists of points, one list per moveTo, with the colour they were stroked in. */
  readonly lines: { readonly colour: string; readonly dashed: boolean; readonly points: readonly (readonly [number, number])[] }[];
  readonly rects: { readonly colour: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly texts: string[];
  /** Centres of circles. */
  readonly dots: (readonly [number, number])[];
  readonly stamps: {
    readonly key: string;
    readonly columns: number;
    readonly rows: number;
    readonly pixels: Uint32Array;
    readonly box: PaneBox;
  }[];
}

export function recordingPen(view: Viewport): { readonly pen: Pen; readonly drawn: Drawn } {
  const drawn: Drawn = { lines: [], rects: [], texts: [], dots: [], stamps: [] };
  let path: [number, number][][] = [];
  const context = {
    strokeStyle: "",
    fillStyle: "",
    globalAlpha: 1,
    lineWidth: 1,
    dash: [] as number[],
    font: "",
    textAlign: "left",
    textBaseline: "alphabetic",
    clearRect: () => undefined,
    beginPath: () => {
      path = [];
    },
    moveTo: (x: number, y: number) => path.push([[x, y]]),
    lineTo: (x: number, y: number) => path.at(-1)?.push([x, y]),
    arc: (x: number, y: number) => drawn.dots.push([x, y]),
    setLineDash: (dash: number[]) => {
      context.dash = dash;
    },
    fill: () => undefined,
    stroke: () => {
      for (const points of path) drawn.lines.push({ colour: context.strokeStyle, dashed: context.dash.length > 0, points });
    },
    fillRect: (x: number, y: number, width: number, height: number) => drawn.rects.push({ colour: context.fillStyle, x, y, width, height }),
    strokeRect: () => undefined,
    fillText: (text: string) => drawn.texts.push(text),
    measureText: (text: string) => ({ width: 6 * text.length }),
  };
  const pen: Pen = {
    context: context as unknown as CanvasRenderingContext2D,
    view,
    palette: PALETTE,
    scratch: new Float32Array(4000),
    stamp(key, columns, rows, fill, box) {
      const pixels = new Uint32Array(columns * rows);
      fill(pixels);
      drawn.stamps.push({ key, columns, rows, pixels, box });
    },
    dots(points, n, edge, colour) {
      for (let i = 0; i < n; i += 1)
        drawn.rects.push({ colour, x: points[2 * i]! - edge / 2, y: points[2 * i + 1]! - edge / 2, width: edge, height: edge });
    },
  };
  return { pen, drawn };
}

/** A map of the worker from a function of (x₁, x₂), or of (x, t) on the line. */
export function gridMap(kind: GridMap["kind"], size: number, box: number, dimension: 1 | 2, of: (x: number, y: number) => number): GridMap {
  const cell = (i: number): number => box * ((2 * (i + 0.5)) / size - 1);
  const values = Float32Array.from({ length: size * size }, (_, at) => {
    const [column, row] = [at % size, Math.floor(at / size)];
    return of(cell(column), dimension === 1 ? row / (size - 1) : cell(row));
  });
  return { kind, values, width: size, height: size };
}

export interface Given {
  readonly name?: PaneSource["name"];
  readonly dimension?: 1 | 2;
  readonly n?: number;
  /** Position of particle i at time t; the default carries a normal population to the right by t. */
  readonly at?: (i: number, t: number, start: readonly number[]) => readonly number[];
  readonly maps?: Partial<Record<SourceMap, GridMap>>;
  readonly still?: boolean;
}

const TIMES = Float32Array.from([0, 0.25, 0.5, 0.75, 1]);

export function sourceOf({ name = "learned", dimension = 2, n = 400, at, maps = {}, still = false }: Given = {}): PaneSource {
  const draws = random(3, "particles");
  const starts = Array.from({ length: n }, () => Array.from({ length: dimension }, () => draws.normal()));
  const move = at ?? ((_, t, start) => start.map((x, axis) => (axis === 0 ? x + t : x)));
  const times = still ? Float32Array.from([0]) : TIMES;
  const paths = Float32Array.from([...times].flatMap((t) => starts.flatMap((start, i) => move(i, still ? 1 : t, start))));
  return {
    name,
    population: { times, paths, dimension, still },
    map: (kind) => maps[kind] ?? null,
    dimension,
    box: 5,
    centre: 0,
    horizon: 1,
  };
}

export function sceneOf(shown: PaneSource, given: Partial<Scene> = {}): Scene {
  return { shown, against: null, ruler: shown, sources: [shown], layers: new Set(), radius: 4, centre: 0, t: 0.5, ...given };
}
