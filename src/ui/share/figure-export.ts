/** @file A curve figure as a file for a paper, or its numbers as a table. What makes them is loaded when it is asked for. */
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { frames } from "../../state/frames.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

/** @param name in file names: "loss" @param title of the upright axis @param csv its numbers as a table */
export function figureFormats(
  name: string,
  title: string,
  draw: (theme: CurveTheme) => Figure,
  csv: () => Promise<string>,
): readonly Format[] {
  async function save(place: HTMLElement, format: "png" | "svg"): Promise<void> {
    const { paperImage } = await import("./paper-figure.ts");
    const content = await paperImage(draw, place, title, format);
    download(fileName(name, format), content, format === "png" ? "image/png" : "image/svg+xml");
  }
  return [
    { id: "png", title: "PNG picture", save: (place) => save(place, "png") },
    { id: "svg", title: "SVG vectors", save: (place) => save(place, "svg") },
    { id: "csv", title: "CSV of its numbers", save: async () => download(fileName(name, "csv"), await csv(), "text/csv") },
  ];
}

/** The same of the loss history. */
export function curveFormats(
  name: string,
  title: string,
  draw: (theme: CurveTheme, log: boolean) => Figure,
  log: () => boolean,
): readonly Format[] {
  const formats = figureFormats(
    name,
    title,
    (theme) => draw(theme, log()),
    async () => {
      const { lossCsv } = await import("./csv.ts");
      const { history, parts } = frames.getState();
      return lossCsv(history, parts);
    },
  );
  return formats.map((format) => (format.id === "csv" ? { ...format, title: "CSV of every step kept" } : format));
}
