/** @file A pen for a pane: bitmaps and room for positions, kept so that nothing is allocated per frame. */
import type { Palette, Pen } from "../../plots/stage/pen.ts";
import type { Viewport } from "../../plots/viewport.ts";
import { type Bitmap, bitmapOf, drawBitmap, type Surface } from "./canvas.ts";

export interface PaneTools {
  pen(surface: Surface, view: Viewport, palette: Palette): Pen;
}

export function paneTools(scratch: Float32Array): PaneTools {
  const bitmaps = new Map<string, Bitmap>();
  function bitmap(key: string, columns: number, rows: number): Bitmap {
    const kept = bitmaps.get(key);
    if (kept?.image.width === columns && kept.image.height === rows) return kept;
    const made = bitmapOf(columns, rows);
    bitmaps.set(key, made);
    return made;
  }
  return {
    pen: ({ context }, view, palette) => ({
      context,
      view,
      palette,
      scratch,
      stamp(key, columns, rows, fill, { left, top, width, height }) {
        const drawn = bitmap(key, columns, rows);
        fill(drawn.pixels);
        drawBitmap(context, drawn, left, top, width, height);
      },
    }),
  };
}
