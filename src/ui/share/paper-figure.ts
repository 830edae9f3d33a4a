/** @file A curve figure drawn for a paper: larger than the card, with a legend and axis titles, in the card's theme. Loaded when it is asked for. */
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { curveTheme } from "../readouts/curve-theme.ts";

const WIDTH = 760;
const HEIGHT = 460;

/** A picture of twice the points prints sharply. */
const SCALE = 2;

type Axis = Readonly<Record<string, unknown>>;

/** @internal */
export function forPaper({ data, layout }: Figure, theme: CurveTheme, paper: string, title: string, along = "training step"): Figure {
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
      xaxis: axis("xaxis", along),
      yaxis: axis("yaxis", title),
    },
  };
}

/** What follows the comma of a data address. The policy forbids fetching it. @internal */
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

/** @param place in the card whose colours it takes */
export function paperImage(
  draw: (theme: CurveTheme) => Figure,
  place: HTMLElement,
  title: string,
  format: "png" | "svg",
  along?: string,
): Promise<Uint8Array<ArrayBuffer> | string> {
  const card = place.closest<HTMLElement>(".card") ?? place;
  const theme = curveTheme(card);
  return image(forPaper(draw(theme), theme, getComputedStyle(card).backgroundColor, title, along), format);
}
