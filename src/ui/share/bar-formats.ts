/** @file A card of bars as files: a picture either way, and its numbers as a table. What draws is loaded when it is asked for. */
import type { BarRow } from "./bullets.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

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
        const { cardSvg, rasterised } = await import("./bullets.ts");
        download(fileName(name, "png"), await rasterised(cardSvg(rows(), place)), "image/png");
      },
    },
    {
      id: "svg",
      title: "SVG vectors",
      save: async (place) => download(fileName(name, "svg"), (await import("./bullets.ts")).cardSvg(rows(), place), "image/svg+xml"),
    },
    { id: "csv", title: table.title, save: async () => download(fileName(table.name ?? name, "csv"), await table.content(), "text/csv") },
  ];
}
