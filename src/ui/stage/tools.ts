/** @file A pen for a pane: bitmaps and room for positions, kept so that nothing is allocated per frame. */
import { drawDots, type DotSheet, NOTHING_USED } from "../../plots/dots.ts";
import type { Palette, Pen } from "../../plots/stage/pen.ts";
import type { Viewport } from "../../plots/viewport.ts";
import { type Bitmap, bitmapOf, type Surface } from "./canvas.ts";

export interface PaneTools {
  pen(surface: Surface, view: Viewport, palette: Palette): Pen;
}

interface Stamp extends Bitmap {
  /** What its pixels were filled from. */
  from: readonly unknown[];
}

interface DotBitmap extends Bitmap {
  readonly sheet: DotSheet;
}

/**
 * Device pixels of the pane per dot up to which a bitmap of them all is less work than a rectangle for each: clearing, handing over
 * and blending cost by the pixel, rectangles by the piece.
 */
const PIXELS_PER_DOT = 250;

export function paneTools(scratch: Float32Array): PaneTools {
  const stamps = new Map<string, Stamp>();
  let dotBitmap: DotBitmap | null = null;

  function stampOf(key: string, columns: number, rows: number): Stamp {
    const kept = stamps.get(key);
    if (kept?.image.width === columns && kept.image.height === rows) return kept;
    const made = { ...bitmapOf(columns, rows), from: [] };
    stamps.set(key, made);
    return made;
  }

  function dotsOf(columns: number, rows: number): DotBitmap {
    if (dotBitmap?.image.width === columns && dotBitmap.image.height === rows) return dotBitmap;
    const bitmap = bitmapOf(columns, rows);
    dotBitmap = { ...bitmap, sheet: { columns, rows, pixels: bitmap.pixels, used: NOTHING_USED } };
    return dotBitmap;
  }

  /** The same dots as pixels. */
  function blit(context: CanvasRenderingContext2D, { canvas, context: own, image, sheet }: DotBitmap, ratio: number): void {
    const { left, top, right, bottom } = sheet.used;
    const [width, height] = [right - left, bottom - top];
    if (width === 0) return;
    own?.putImageData(image, 0, 0, left, top, width, height);
    // Pixel on pixel.
    context.imageSmoothingEnabled = false;
    context.drawImage(canvas, left, top, width, height, left / ratio, top / ratio, width / ratio, height / ratio);
  }

  return {
    pen: ({ context, canvas, ratio }, view, palette) => ({
      context,
      view,
      palette,
      scratch,
      stamp(key, columns, rows, fill, { left, top, width, height }, from) {
        const stamp = stampOf(key, columns, rows);
        if (stamp.from.length !== from.length || stamp.from.some((value, i) => !Object.is(value, from[i]))) {
          fill(stamp.pixels);
          stamp.context?.putImageData(stamp.image, 0, 0);
          stamp.from = from;
        }
        context.imageSmoothingEnabled = true;
        context.drawImage(stamp.canvas, left, top, width, height);
      },
      dots(points, n, edge, colour, alpha) {
        const channels = channelsOf(colour);
        if (ratio !== undefined && channels !== null && canvas.width * canvas.height <= PIXELS_PER_DOT * n) {
          const bitmap = dotsOf(canvas.width, canvas.height);
          drawDots(bitmap.sheet, points, n, ratio, { edge: edge * ratio, colour: channels, alpha });
          blit(context, bitmap, ratio);
          return;
        }
        context.fillStyle = colour;
        context.globalAlpha = alpha;
        for (let i = 0; i < n; i += 1) context.fillRect(points[2 * i]! - edge / 2, points[2 * i + 1]! - edge / 2, edge, edge);
        context.globalAlpha = 1;
      },
    }),
  };
}

/** Of a colour as a computed style has it; null if it is written otherwise, or not solid. */
function channelsOf(colour: string): readonly [number, number, number] | null {
  const [, red, green, blue] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) ?? [];
  return red === undefined || green === undefined || blue === undefined ? null : [Number(red), Number(green), Number(blue)];
}
