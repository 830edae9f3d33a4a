/** @file A card of bars as files: a picture either way, and its numbers as a table. What draws is loaded when it is asked for. */
import type { BarRow } from "./bullets.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

/** The picture takes its colours from the card that it was asked from. */
async function svgOf(rows: readonly BarRow[], place: HTMLElement): Promise<string> {
  const card = place.closest<HTMLElement>(".card") ?? place;
  const { backgroundColor, color, fontFamily } = getComputedStyle(card);
  const part = (selector: string): string => {
    const found = card.querySelector(selector);
    return found === null ? color : getComputedStyle(found).backgroundColor;
  };
  const { barsSvg } = await import("./bullets.ts");
  return barsSvg(rows, { paper: backgroundColor, ink: color, family: fontFamily, track: part(".bullet"), bar: part(".bullet > i") });
}

/** @param rows @param table throw if nothing has been measured */
export function barFormats(
  name: string,
  rows: () => readonly BarRow[],
  table: { readonly title: string; readonly name?: string; readonly content: () => Promise<string> },
): readonly Format[] {
  return [
    {
      id: "png",
      title: "PNG picture",
      save: async (place) => {
        const { rasterised } = await import("./bullets.ts");
        download(fileName(name, "png"), await rasterised(await svgOf(rows(), place)), "image/png");
      },
    },
    {
      id: "svg",
      title: "SVG vectors",
      save: async (place) => download(fileName(name, "svg"), await svgOf(rows(), place), "image/svg+xml"),
    },
    { id: "csv", title: table.title, save: async () => download(fileName(table.name ?? name, "csv"), await table.content(), "text/csv") },
  ];
}
