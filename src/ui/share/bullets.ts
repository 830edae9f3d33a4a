/** @file Bars as a picture: each with its name, its number, and the mark of the noise floor. */
import type { Bullet } from "../../plots/bullet.ts";
import { pngOf } from "./stage-picture.ts";
import { xml } from "./svg-context.ts";

export interface BarRow {
  readonly title: string;
  readonly value: string;
  readonly at: Pick<Bullet, "bar" | "mark">;
  /** One error either way, as fractions of the bar. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface BarLook {
  readonly paper: string;
  readonly ink: string;
  readonly track: string;
  readonly bar: string;
  readonly family: string;
}

const WIDTH = 420;
const ROW = 30;
const BAR = { left: 250, width: 150, height: 8 } as const;

export function barsSvg(rows: readonly BarRow[], { paper, ink, track, bar, family }: BarLook): string {
  const height = ROW * rows.length + 16;
  const drawn = rows.map(({ title, value, at, interval }, k) => {
    const y = 8 + ROW * (k + 0.5);
    const box = `y="${y - BAR.height / 2}" height="${BAR.height}" rx="4"`;
    return [
      `<text x="14" y="${y}" dominant-baseline="central">${xml(title)}</text>`,
      `<text x="${BAR.left - 14}" y="${y}" dominant-baseline="central" text-anchor="end">${xml(value)}</text>`,
      `<rect x="${BAR.left}" width="${BAR.width}" ${box} fill="${track}"/>`,
      `<rect x="${BAR.left}" width="${BAR.width * at.bar}" ${box} fill="${bar}"/>`,
      ...(interval === null
        ? []
        : [
            `<rect x="${BAR.left + BAR.width * interval.low}" width="${BAR.width * (interval.high - interval.low)}" y="${y - 0.75}" height="1.5" fill="${ink}"/>`,
          ]),
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

/** The bars of a card, in the colours of the card that it was asked from. */
export function cardSvg(rows: readonly BarRow[], place: HTMLElement): string {
  const card = place.closest<HTMLElement>(".card") ?? place;
  const { backgroundColor, color, fontFamily } = getComputedStyle(card);
  const part = (selector: string): string => {
    const found = card.querySelector(selector);
    return found === null ? color : getComputedStyle(found).backgroundColor;
  };
  return barsSvg(rows, { paper: backgroundColor, ink: color, family: fontFamily, track: part(".bullet"), bar: part(".bullet > i") });
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
