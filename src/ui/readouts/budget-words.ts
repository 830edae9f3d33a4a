/** @file The error budget in words: values, and what each part means. */
import { type BudgetRow, CERTAIN } from "../../plots/budget.ts";
import { formatNumber } from "../../plots/number-text.ts";
import type { ErrorBudget } from "../../engine/results.ts";
import { formatCount } from "../format.ts";

export function budgetValue({ state, value }: BudgetRow): string {
  switch (state) {
    case "reference":
    case "measured":
    case "undoes":
      return formatNumber(value ?? 0);
    case "below":
      return `under ${formatNumber(value ?? 0)}`;
    case "none":
      return "none";
    case "unknown":
      return "unknown";
    default:
      return state satisfies never;
  }
}

/** Half a pixel of a bar: nobody sees it, however certain it is. */
const INVISIBLE = 0.006;

/** What a row says beyond its number. */
export function budgetRemark({ id, state, error, bar }: BudgetRow, { points, steps }: ErrorBudget): string {
  if (state === "below") return "below the resolution of this measurement: it cannot be told from nothing";
  if (state === "unknown") return "nobody knows the law behind your own points: the distance is to the points themselves";
  const within = `${state === "measured" && bar < INVISIBLE ? "below the resolution of the bars; " : ""}± ${formatNumber(error)}`;
  switch (id) {
    case "floor":
      return `two samples of ${formatCount(points)} true points are this far apart`;
    case "steps":
      return `${within}: ${formatCount(steps.coarse)} against ${formatCount(steps.fine)} sampling steps, same starts, same noise`;
    case "data":
      return state === "none"
        ? "fresh data at every step: no training set to be misled by"
        : `${within}: the training set against the law behind it`;
    case "training":
      return `${within}: the network, the loss and how long it was trained`;
    case "overlap":
      return state === "undoes" ? `${within}: the parts undo each other` : `${within}: the parts pull the same way`;
    default:
      return id satisfies never;
  }
}

/** All but the floor. */
export function budgetSum({ total: { value, error } }: ErrorBudget): string {
  return value > CERTAIN * error
    ? `All but the floor: ${formatNumber(value)} ± ${formatNumber(error)}.`
    : `All but the floor is below what can be measured (${formatNumber(CERTAIN * error)}).`;
}
