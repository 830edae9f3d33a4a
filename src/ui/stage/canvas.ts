/** @file A canvas that knows its size in CSS pixels, or in larger units, and draws at the device's. */

export interface Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Device pixels per unit of width and height; absent where there are no pixels: vectors. */
  readonly ratio?: number;
}

/** Beyond two device pixels nobody sees a difference, but every fill costs. */
const FINEST = 2;

/**
 * Sized to `width` × `height` units of `unit` CSS pixels each; null where the browser gives no 2D context.
 * @param finest device pixels per CSS pixel at most
 */
export function surfaceOf(canvas: HTMLCanvasElement, width: number, height: number, unit = 1, finest = FINEST): Surface | null {
  const context = canvas.getContext("2d");
  if (context === null || width < 2 || height < 2) return null;
  const ratio = unit * Math.min(finest, window.devicePixelRatio || 1);
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { canvas, context, width, height, ratio };
}

/** Pixels, kept so that nothing is allocated per frame. */
export interface Bitmap {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D | null;
  readonly image: ImageData;
  readonly pixels: Uint32Array;
}

export function bitmapOf(width: number, height: number): Bitmap {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  // Written by us and read by the browser at every drawing: it belongs into ordinary memory.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return { canvas, context, image, pixels: new Uint32Array(image.data.buffer) };
}
