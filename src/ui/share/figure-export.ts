/** @file A curve figure as a file for a paper: larger than the card, with a legend and axis titles, in the card's theme. */
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { frames } from "../../state/frames.ts";
import { curveTheme } from "../readouts/curve-theme.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

const WIDTH = 760;
const HEIGHT = 460;

/** A picture of twice the points prints sharply. */
const SCALE = 2;

type Axis = Readonly<Record<string, unknown>>;

export function forPaper({ data, layout }: Figure, theme: CurveTheme, paper: string, title: string): Figure {
  const axis = (name: string, label: string): Axis => ({
    ...(layout[name] as Axis | undefined),
    tickfont: { size: 12, color: theme.muted },
    title: { text: label, font: { size: 13 } },
    automargin: true,
  });
  return {
    data,
    layout: {
      ...layout,
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      showlegend: true,
      legend: { orientation: "h", y: 1.12, font: { size: 12 } },
      margin: { l: 70, r: 20, t: 50, b: 56 },
      xaxis: axis("xaxis", "training step"),
      yaxis: axis("yaxis", title),
    },
  };
}

/** What follows the comma of a data address. The policy forbids fetching it. */
export function dataOf(address: string): Uint8Array<ArrayBuffer> | string {
  const cut = address.indexOf(",");
  const [head, body] = [address.slice(0, cut), address.slice(cut + 1)];
  return head.endsWith(";base64") ? Uint8Array.from(atob(body), (character) => character.charCodeAt(0)) : decodeURIComponent(body);
}

async function image(figure: Figure, format: "png" | "svg"): Promise<Uint8Array<ArrayBuffer> | string> {
  const { toImage } = await import("../readouts/plotly.ts");
  const address = await toImage(figure as never, { format, width: WIDTH, height: HEIGHT, scale: format === "png" ? SCALE : 1 });
  return dataOf(address);
}

/** @param name in file names: "loss" @param title of the upright axis */
export function curveFormats(
  name: string,
  title: string,
  draw: (theme: CurveTheme, log: boolean) => Figure,
  log: () => boolean,
): readonly Format[] {
  async function save(place: HTMLElement, format: "png" | "svg"): Promise<void> {
    const card = place.closest<HTMLElement>(".card") ?? place;
    const theme = curveTheme(card);
    const figure = forPaper(draw(theme, log()), theme, getComputedStyle(card).backgroundColor, title);
    download(fileName(name, format), await image(figure, format), format === "png" ? "image/png" : "image/svg+xml");
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
