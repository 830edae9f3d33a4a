/** @file The measures as files: the bullet bars as a picture, all of them as a table. */
import { bullet } from "../../plots/bullet.ts";
import { formatNumber } from "../../plots/number-text.ts";
import type { Metrics, NoisyMeasure } from "../../engine/results.ts";
import { useRun } from "../../state/run.ts";
import { barFormats } from "./bar-formats.ts";
import type { BarRow } from "./bullets.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

export type DistanceTitle = readonly ["slicedW2" | "mmd" | "energyDistance", string];

function rowsOf(titles: readonly DistanceTitle[]): readonly BarRow[] {
  const { measures } = useRun.getState();
  const rows = titles.flatMap(([key, title]): BarRow[] => {
    const measure: NoisyMeasure | null = measures[key] ?? null;
    if (measure === null) return [];
    const at = bullet(measure);
    return [{ title, value: formatNumber(measure.value), at, interval: at.interval }];
  });
  if (rows.length === 0) throw new Error("Nothing has been measured yet.");
  return rows;
}

/** Every measure and the step at which it was taken. */
async function measuresTable(): Promise<string> {
  const { measures, measuredAt } = useRun.getState();
  if (Object.keys(measuredAt satisfies Partial<Record<keyof Metrics, number>>).length === 0)
    throw new Error("Nothing has been measured yet.");
  const { measuresCsv } = await import("./csv.ts");
  return measuresCsv(measures, measuredAt);
}

/** Numbers without a picture. */
export const MEASURES_FORMATS: readonly Format[] = [
  {
    id: "csv",
    title: "CSV of all measures",
    save: async () => download(fileName("measures", "csv"), await measuresTable(), "text/csv"),
  },
];

export function measureFormats(titles: readonly DistanceTitle[]): readonly Format[] {
  return barFormats("distances", () => rowsOf(titles), { title: "CSV of all measures", name: "measures", content: measuresTable });
}
