/** @file The measures as files: the bullet bars as a picture, all of them as a table. */
import { formatNumber } from "../../plots/number-text.ts";
import type { Metrics } from "../../engine/results.ts";
import { useRun } from "../../state/run.ts";
import { bulletOf, cardLines } from "../readouts/card-lines.ts";
import { barFormats } from "./bar-formats.ts";
import type { BarRow } from "./bullets.ts";
import { download, fileName } from "./download.ts";
import type { Format } from "./ExportMenu.tsx";

function distanceRows(): readonly BarRow[] {
  const rows = cardLines("distances", useRun.getState().measures, null).flatMap(({ line }): BarRow[] => {
    const at = bulletOf(line);
    return at === null ? [] : [{ title: line.title, value: formatNumber(line.value ?? Number.NaN), at, interval: at.interval }];
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

export const DISTANCES_FORMATS: readonly Format[] = barFormats("distances", distanceRows, {
  title: "CSV of all measures",
  name: "measures",
  content: measuresTable,
});
