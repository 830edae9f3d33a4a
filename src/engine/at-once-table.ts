/** @file The answer of a game that is solved at once as a table, for files: one row a day, or one a node. */
import type { CrossingSolved, SolvedAtOnce, StatesCourse, StatesSolved } from "./at-once-results.ts";

export interface AnswerTable {
  readonly header: readonly string[];
  readonly rows: Iterable<readonly (number | string)[]>;
}

export const tableOf = (solved: SolvedAtOnce): AnswerTable => (solved.kind === "states" ? daysOf(solved) : nodesOf(solved));

/** Not a number: left empty. */
const cell = (value: number | undefined): number | "" => (value === undefined || Number.isNaN(value) ? "" : value);

function daysOf({ states, times, equilibrium, values, optimum, noBehaviour, reproduction }: StatesSolved): AnswerTable {
  const named = (prefix: string): string[] => states.map((id) => `${prefix}${id}`);
  const courses: readonly (readonly [string, StatesCourse | null])[] = [
    ["", equilibrium],
    ["optimum.", optimum],
    ["no-behaviour.", noBehaviour],
  ];
  const known = courses.filter((course): course is [string, StatesCourse] => course[1] !== null);
  const at = (fields: Float64Array, k: number) => states.map((_, i) => cell(fields[i * times.length + k]));
  return {
    header: [
      "time",
      ...known.flatMap(([prefix]) => [...named(`${prefix}share.`), ...named(`${prefix}policy.`)]),
      ...named("value."),
      ...(reproduction === null ? [] : ["reproduction"]),
    ],
    rows: Array.from(times, (time, k) => [
      time,
      ...known.flatMap(([, { shares, policy }]) => [...at(shares, k), ...at(policy, k)]),
      ...at(values, k),
      ...(reproduction === null ? [] : [cell(reproduction[k])]),
    ]),
  };
}

function nodesOf({ halfBox, nodes, density, value, velocity }: CrossingSolved): AnswerTable {
  const place = (i: number): number => -halfBox + (2 * halfBox * i) / (nodes - 1);
  const n = nodes * nodes;
  return {
    header: ["x", "y", "density", "U", "velocity.x", "velocity.y"],
    rows: Array.from({ length: n }, (_, k) => [
      ...[place(k % nodes), place(Math.floor(k / nodes))],
      ...[density[k]!, cell(value[k]), cell(velocity[k]), cell(velocity[n + k])],
    ]),
  };
}
