/** @file A card of bars as files: a picture either way, and its numbers as a table. */
import { type BarRow, barsSvg, rasterised } from "./bullets.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

/** The picture takes its colours from the card that it was asked from. */
function svgOf(rows: readonly BarRow[], place: HTMLElement): string {
  const card = place.closest<HTMLElement>(".card") ?? place;
  const { backgroundColor, color, fontFamily } = getComputedStyle(card);
  const part = (selector: string): string => {
    const found = card.querySelector(selector);
    return found === null ? color : getComputedStyle(found).backgroundColor;
  };
  return barsSvg(rows, { paper: backgroundColor, ink: color, family: fontFamily, track: part(".bullet"), bar: part(".bullet > i") });
}

/** @param rows @param table throw if nothing has been measured */
export function barFormats(
  name: string,
  rows: () => readonly BarRow[],
  table: { readonly title: string; readonly name?: string; readonly content: () => string },
): readonly Format[] {
  return [
    {
      id: "png",
      title: "PNG picture",
      save: async (place) => download(fileName(name, "png"), await rasterised(svgOf(rows(), place)), "image/png"),
    },
    { id: "svg", title: "SVG vectors", save: (place) => download(fileName(name, "svg"), svgOf(rows(), place), "image/svg+xml") },
    { id: "csv", title: table.title, save: () => download(fileName(table.name ?? name, "csv"), table.content(), "text/csv") },
  ];
}
