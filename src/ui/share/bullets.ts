/** @file The bullet bars as a picture: each distance, its bar, and the mark of the noise floor. */
import { bullet } from "../../plots/bullet.ts";
import type { NoisyMeasure } from "../../protocol/messages.ts";
import { pngOf } from "./stage-picture.ts";
import { xml } from "./svg-context.ts";

export interface BulletRow {
  readonly title: string;
  readonly value: string;
  readonly measure: NoisyMeasure;
}

export interface BulletLook {
  readonly paper: string;
  readonly ink: string;
  readonly track: string;
  readonly bar: string;
  readonly family: string;
}

const WIDTH = 420;
const ROW = 30;
const BAR = { left: 250, width: 150, height: 8 } as const;

export function bulletsSvg(rows: readonly BulletRow[], { paper, ink, track, bar, family }: BulletLook): string {
  const height = ROW * rows.length + 16;
  const drawn = rows.map(({ title, value, measure }, k) => {
    const y = 8 + ROW * (k + 0.5);
    const at = bullet(measure);
    const box = `y="${y - BAR.height / 2}" height="${BAR.height}" rx="4"`;
    return [
      `<text x="14" y="${y}" dominant-baseline="central">${xml(title)}</text>`,
      `<text x="${BAR.left - 14}" y="${y}" dominant-baseline="central" text-anchor="end">${xml(value)}</text>`,
      `<rect x="${BAR.left}" width="${BAR.width}" ${box} fill="${track}"/>`,
      `<rect x="${BAR.left}" width="${BAR.width * at.bar}" ${box} fill="${bar}"/>`,
      `<rect x="${BAR.left + BAR.width * at.mark - 1}" width="2" y="${y - 8}" height="16" fill="${ink}"/>`,
    ].join("\n");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${xml(family)}" font-size="13" fill="${ink}">`,
    `<rect width="${WIDTH}" height="${height}" fill="${paper}"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

/** An SVG drawn by the browser itself, at twice its size. */
export async function rasterised(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * image.naturalWidth, 2 * image.naturalHeight];
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives no canvas to draw on.");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return pngOf(canvas);
}
