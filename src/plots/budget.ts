/**
 * @file The error budget as bars: squared distances side by side on one scale, each with the interval of one error either way.
 *
 * Only what was measured has a bar: under two errors it says "below what can be measured" and up to where that is. A part that
 * undoes another one (`overlap` < 0) has no length; it is said in words.
 */
import type { ErrorBudget, Estimated } from "../engine/results.ts";

export type BudgetState =
  | "reference" // the noise floor
  | "measured"
  | "undoes" // measured, and below 0
  | "below" // cannot be told from nothing
  | "none" // nothing by construction
  | "unknown";

export interface BudgetRow {
  readonly id: "floor" | "steps" | "data" | "training" | "overlap";
  readonly state: BudgetState;
  /** The squared distance; for `below` its upper end. null: unknown. */
  readonly value: number | null;
  readonly error: number;
  /** As fractions of the widest: the bar, and the ends of the interval. */
  readonly bar: number;
  readonly low: number;
  readonly high: number;
}

export interface BudgetPicture {
  readonly rows: readonly BudgetRow[];
  /** The noise floor on the same scale. */
  readonly mark: number;
}

/** Errors from 0 at which something counts as measured. */
export const CERTAIN = 2;

function stateOf(part: Estimated | null): BudgetState {
  if (part === null) return "unknown";
  if (part.value === 0 && part.error === 0) return "none";
  if (part.value > CERTAIN * part.error) return "measured";
  return part.value < -CERTAIN * part.error ? "undoes" : "below";
}

/** What is below 0 by accident is below what can be measured; only an overlap can be so in truth. */
function rowOf(id: BudgetRow["id"], part: Estimated | null): Omit<BudgetRow, "bar" | "low" | "high"> {
  const found = stateOf(part);
  const state = found === "undoes" && id !== "overlap" ? "below" : found;
  const { value, error } = part ?? { value: 0, error: 0 };
  return { id, state, value: part === null ? null : state === "below" ? Math.max(0, value) + CERTAIN * error : value, error };
}

export function budgetPicture({ floor, steps, data, training, overlap }: ErrorBudget): BudgetPicture {
  const measuredOverlap = rowOf("overlap", overlap);
  const rows = [
    { id: "floor", state: "reference", value: floor, error: 0 } as const,
    rowOf("steps", steps),
    rowOf("data", data),
    rowOf("training", training),
    // An overlap that cannot be seen is nothing to read about.
    ...(measuredOverlap.state === "measured" || measuredOverlap.state === "undoes" ? [measuredOverlap] : []),
  ];
  const widest = Math.max(floor, ...rows.map(({ value, error, state }) => (value ?? 0) + (state === "measured" ? error : 0)));
  const at = (value: number): number => (widest > 0 ? Math.min(1, Math.max(0, value / widest)) : 0);
  return {
    mark: at(floor),
    rows: rows.map((row) => {
      const solid = row.state === "measured" || row.state === "reference";
      const [value, error] = [row.value ?? 0, row.error];
      return {
        ...row,
        bar: solid ? at(value) : 0,
        low: solid ? at(value - error) : 0,
        high: solid ? at(value + error) : row.state === "below" ? at(value) : 0,
      };
    }),
  };
}
