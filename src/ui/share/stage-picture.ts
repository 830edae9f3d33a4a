/** @file The stage as a picture: its panes side by side with their captions, on the theme's paper. */
import { PaintRequest } from "../stage/paint-request.ts";
import { svgSurface, xml } from "./svg-context.ts";

/** Room above the panes for their captions, and between and around them, in CSS pixels. */
const CAPTION = 26;
const GAP = 12;

interface Pane {
  readonly canvas: HTMLCanvasElement;
  readonly caption: string;
  readonly width: number;
  readonly height: number;
}

/** The stage that a control belongs to. @throws if there is none. */
export function stageOf(place: HTMLElement): HTMLElement {
  const stage = place.closest<HTMLElement>(".stage");
  if (stage === null) throw new Error("The stage is not shown.");
  return stage;
}

function panesOf(stage: HTMLElement): readonly Pane[] {
  return [...stage.querySelectorAll<HTMLElement>(".pane")].flatMap((pane) => {
    const canvas = pane.querySelector("canvas");
    if (canvas === null || canvas.clientWidth === 0) return [];
    const caption = [...pane.querySelectorAll("figcaption > span:not(.why)")].map((part) => part.textContent).filter((text) => text !== "");
    return [{ canvas, caption: caption.join("   "), width: canvas.clientWidth, height: canvas.clientHeight }];
  });
}

interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Left edge of each pane. */
  readonly lefts: readonly number[];
}

function sheetOf(panes: readonly Pane[]): Sheet {
  const lefts = panes.map((_, k) => GAP + panes.slice(0, k).reduce((sum, { width }) => sum + width + GAP, 0));
  return {
    lefts,
    width: GAP + panes.reduce((sum, { width }) => sum + width + GAP, 0),
    height: CAPTION + Math.max(0, ...panes.map(({ height }) => height)) + GAP,
  };
}

interface Ink {
  readonly paper: string;
  readonly text: string;
  readonly family: string;
}

function inkOf(stage: HTMLElement): Ink {
  const { backgroundColor, color, fontFamily } = getComputedStyle(stage);
  return { paper: backgroundColor, text: color, family: fontFamily };
}

/** Where a film's pictures are put together: one canvas, drawn again and again. */
export interface StagePicture {
  readonly canvas: HTMLCanvasElement;
  /** Lets the stage draw, and copies what it has drawn. */
  draw(): void;
}

/** @throws where the browser gives no 2D context */
export function stagePicture(stage: HTMLElement): StagePicture {
  const panes = panesOf(stage);
  const sheet = sheetOf(panes);
  const canvas = document.createElement("canvas");
  const scale = (panes[0]?.canvas.width ?? 1) / (panes[0]?.width ?? 1);
  // Video encoders want even numbers.
  canvas.width = 2 * Math.round((sheet.width * scale) / 2);
  canvas.height = 2 * Math.round((sheet.height * scale) / 2);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives no canvas to draw on.");
  const { paper, text, family } = inkOf(stage);

  function draw(): void {
    stage.dispatchEvent(new PaintRequest());
    if (context === null) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = paper;
    context.fillRect(0, 0, sheet.width + 2, sheet.height + 2);
    context.fillStyle = text;
    context.font = `12.5px ${family}`;
    context.textBaseline = "middle";
    panesOf(stage).forEach((pane, k) => {
      const left = sheet.lefts[k] ?? 0;
      context.fillText(pane.caption, left, CAPTION / 2);
      context.drawImage(pane.canvas, left, CAPTION, pane.width, pane.height);
    });
  }
  return { canvas, draw };
}

export function stagePng(stage: HTMLElement): Promise<Blob> {
  const picture = stagePicture(stage);
  picture.draw();
  return pngOf(picture.canvas);
}

export function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("This browser could not write the picture."));
      else resolve(blob);
    }, "image/png");
  });
}

/** The same as vectors: particles, trajectories and axes; maps stay bitmaps inside it. */
export function stageSvg(stage: HTMLElement): string {
  const surfaces = new Map<HTMLCanvasElement, { readonly markup: () => string; readonly box: string }>();
  stage.dispatchEvent(
    new PaintRequest((canvas, width, height) => {
      const surface = svgSurface();
      surfaces.set(canvas, { markup: surface.markup, box: `0 0 ${width} ${height}` });
      return { canvas, context: surface.context, width, height };
    }),
  );
  const panes = panesOf(stage);
  const { width, height, lefts } = sheetOf(panes);
  const { paper, text, family } = inkOf(stage);
  const drawn = panes.map(({ canvas, caption, ...pane }, k) => {
    const left = lefts[k] ?? 0;
    return [
      `<text x="${left}" y="${CAPTION / 2}" dominant-baseline="central" font-family="${xml(family)}" font-size="12.5" fill="${text}">${xml(caption)}</text>`,
      `<svg x="${left}" y="${CAPTION}" width="${pane.width}" height="${pane.height}" viewBox="${surfaces.get(canvas)?.box ?? ""}" overflow="hidden">`,
      surfaces.get(canvas)?.markup() ?? "",
      "</svg>",
    ].join("\n");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}
