/** @file The measures as files: the bullet bars as a picture, all of them as a table. */
import type { Metrics, NoisyMeasure } from "../../protocol/messages.ts";
import { useRun } from "../../state/run.ts";
import { formatNumber } from "../format.ts";
import { type BulletRow, bulletsSvg, rasterised } from "./bullets.ts";
import { measuresCsv } from "./csv.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

type Title = readonly [keyof Metrics, string];

function svgOf(titles: readonly Title[], place: HTMLElement): string {
  const { measures } = useRun.getState();
  const rows = titles.flatMap(([key, title]): BulletRow[] => {
    const measure = (measures[key] ?? null) as NoisyMeasure | null;
    return measure === null ? [] : [{ title, value: formatNumber(measure.value), measure }];
  });
  if (rows.length === 0) throw new Error("Nothing has been measured yet.");
  const card = place.closest<HTMLElement>(".card") ?? place;
  const { backgroundColor, color, fontFamily } = getComputedStyle(card);
  const part = (selector: string): string => {
    const found = card.querySelector(selector);
    return found === null ? color : getComputedStyle(found).backgroundColor;
  };
  return bulletsSvg(rows, { paper: backgroundColor, ink: color, family: fontFamily, track: part(".bullet"), bar: part(".bullet > i") });
}

export function measureFormats(titles: readonly Title[]): readonly Format[] {
  return [
    {
      id: "png",
      title: "PNG picture",
      save: async (place) => download(fileName("distances", "png"), await rasterised(svgOf(titles, place)), "image/png"),
    },
    { id: "svg", title: "SVG vectors", save: (place) => download(fileName("distances", "svg"), svgOf(titles, place), "image/svg+xml") },
    {
      id: "csv",
      title: "CSV of all measures",
      save: () => {
        const { measures, measuredAt } = useRun.getState();
        if (Object.keys(measuredAt).length === 0) throw new Error("Nothing has been measured yet.");
        download(fileName("measures", "csv"), measuresCsv(measures, measuredAt), "text/csv");
      },
    },
  ];
}
