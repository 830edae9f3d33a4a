/** @file What a layer draws with: a context, the pane's view, the theme's colours, and pixels for maps. */
import type { ColourMap, ColourTable, Theme } from "../colour-maps.ts";
import type { Viewport } from "../viewport.ts";

export interface Palette {
  readonly theme: Theme;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly paper: string;
  readonly path: string;
  readonly accent: string;
  readonly value: string;
  readonly interaction: string;
  readonly font: string;
  readonly maps: Readonly<Record<ColourMap, ColourTable>>;
}

export interface PaneBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly view: Viewport;
  readonly palette: Palette;
  /** Room for the positions of a population. */
  readonly scratch: Float32Array;
  /**
   * Shows `columns` × `rows` pixels, which `fill` writes, smoothed on a box of the pane. `key` names them, to be used again: while
   * `from` stays the same, they are not filled again.
   */
  stamp(key: string, columns: number, rows: number, fill: (pixels: Uint32Array) => void, box: PaneBox, from: readonly unknown[]): void;
  /** Squares of one colour around `points` [n, 2]. */
  dots(points: Float32Array, n: number, edge: number, colour: string, alpha: number): void;
}
