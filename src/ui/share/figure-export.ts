/** @file A curve figure as a file for a paper, or its numbers as a table. What makes them is loaded when it is asked for. */
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { frames } from "../../state/frames.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

/** @param name in file names: "loss" @param title of the upright axis */
export function curveFormats(
  name: string,
  title: string,
  draw: (theme: CurveTheme, log: boolean) => Figure,
  log: () => boolean,
): readonly Format[] {
  async function save(place: HTMLElement, format: "png" | "svg"): Promise<void> {
    const { paperImage } = await import("./paper-figure.ts");
    const content = await paperImage((theme) => draw(theme, log()), place, title, format);
    download(fileName(name, format), content, format === "png" ? "image/png" : "image/svg+xml");
  }
  return [
    { id: "png", title: "PNG picture", save: (place) => save(place, "png") },
    { id: "svg", title: "SVG vectors", save: (place) => save(place, "svg") },
    {
      id: "csv",
      title: "CSV of every step kept",
      save: async () => {
        const { lossCsv } = await import("./csv.ts");
        const { history, parts } = frames.getState();
        download(fileName(name, "csv"), lossCsv(history, parts), "text/csv");
      },
    },
  ];
}
