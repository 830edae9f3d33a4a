/** @file The courses of a game of states as a table: a row for each time, every digit that there is. Empty: nothing is chosen there. */
import type { StatesSolved } from "../../engine/at-once-results.ts";

const cell = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? "" : String(value));

/** Day, or year; share, policy and value in each state; new cases of one; then shares of the optimum, where it is known, and without any behaviour. */
export function coursesCsv({ states, times, timeUnit, equilibrium, values, optimum, noBehaviour, reproduction }: StatesSolved): string {
  const tables: readonly (readonly [string, Float64Array])[] = [
    ["share", equilibrium.shares],
    ["policy", equilibrium.policy],
    ["value", values],
    ...(optimum === null ? [] : [["optimum share", optimum.shares] as const, ["optimum policy", optimum.policy] as const]),
    ["no behaviour share", noBehaviour.shares],
  ];
  const header = [
    timeUnit,
    ...(reproduction === null ? [] : ["reproduction"]),
    ...tables.flatMap(([name]) => states.map((id) => `${name} ${id}`)),
  ];
  const rows = Array.from(times, (t, k) => [
    cell(t),
    ...(reproduction === null ? [] : [cell(reproduction[k])]),
    ...tables.flatMap(([, table]) => states.map((_, state) => cell(table[state * times.length + k]))),
  ]);
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}
