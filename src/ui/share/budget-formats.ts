/** @file The error budget as files: the bars as a picture, its parts with their errors as a table. */
import { budgetPicture } from "../../plots/budget.ts";
import type { ErrorBudget } from "../../engine/results.ts";
import { useRun } from "../../state/run.ts";
import { budgetValue } from "../readouts/budget-words.ts";
import { cardLines } from "../readouts/card-lines.ts";
import { barFormats } from "./bar-formats.ts";
import type { BarRow } from "./bullets.ts";
import type { Format } from "./ExportMenu.tsx";

function measured(): ErrorBudget {
  const budget = useRun.getState().measures.errorBudget ?? null;
  if (budget === null) throw new Error("The error budget has not been measured yet.");
  return budget;
}

function rows(): readonly BarRow[] {
  const picture = budgetPicture(measured());
  const titles = new Map(cardLines("budget", {}, null).map(({ line: { id, title } }) => [id, title]));
  return picture.rows.map((row) => ({
    title: `${titles.get(`errorBudget.${row.id}`) ?? row.id}, sliced W₂²`,
    value: budgetValue(row),
    at: { bar: row.bar, mark: picture.mark },
    interval: row.state === "measured" ? { low: row.low, high: row.high } : null,
  }));
}

export function budgetFormats(): readonly Format[] {
  return barFormats("error-budget", rows, {
    title: "CSV of the parts",
    content: async () => {
      const { budgetCsv } = await import("./csv.ts");
      return budgetCsv(measured(), useRun.getState().measuredAt.errorBudget ?? 0);
    },
  });
}
