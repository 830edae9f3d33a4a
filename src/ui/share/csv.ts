/** @file Plots as tables: numbers with every digit they have, so that what is read back is what was shown. */
import { particleCount, positionsAt, type Recorded } from "../../plots/flow.ts";
import type { LossHistory } from "../../plots/history.ts";
import type { ErrorBudget, Estimated, GridMap, Metrics, LossPart } from "../../engine/results.ts";

type Cell = string | number;

function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

const coordinates = (d: 1 | 2): readonly string[] => (d === 1 ? ["x1"] : ["x1", "x2"]);

/** Points [n, d], a row each. */
export function pointsCsv(points: Float32Array, d: 1 | 2): string {
  return csv(
    coordinates(d),
    Array.from({ length: points.length / d }, (_, i) => [...points.subarray(i * d, (i + 1) * d)]),
  );
}

/** Steps, the total loss and its parts: every step that is kept. */
export function lossCsv({ columns, rows, length }: LossHistory, parts: readonly LossPart[]): string {
  const table = Array.from({ length }, (_, i) => [...rows.subarray(i * columns, (i + 1) * columns)]);
  return csv(["step", "total", ...parts.map(({ name }) => name)], table);
}

export interface Shown extends Recorded {
  /** "learned", "exact", "data". */
  readonly name: string;
}

/** Every particle at time t, population by population. */
export function particlesCsv(populations: readonly Shown[], t: number): string {
  const dimension = populations[0]?.dimension ?? 2;
  const rows = populations.flatMap((population) => {
    const { name, dimension: d } = population;
    const positions = new Float32Array(particleCount(population) * d);
    const n = positionsAt(population, t, positions);
    return Array.from({ length: n }, (_, i) => [name, i, t, ...positions.subarray(i * d, (i + 1) * d)]);
  });
  return csv(["population", "particle", "t", ...coordinates(dimension)], rows);
}

/**
 * Maps as they were sent, one row per cell. In the plane the cells are the centres of a regular grid over the box at one time;
 * on the line they are x against t, from 0 to the last time that is recorded.
 */
export function mapsCsv(
  maps: readonly GridMap[],
  box: { readonly dimension: 1 | 2; readonly radius: number; readonly centre: number; readonly last: number },
): string {
  const { dimension, radius, centre, last } = box;
  const across = (k: number, count: number): number => centre + radius * ((2 * (k + 0.5)) / count - 1);
  const rows = maps.flatMap(({ kind, values, width, height }) =>
    Array.from(values, (value, cell) => {
      const [column, row] = [cell % width, Math.floor(cell / width)];
      const outer = dimension === 1 ? (last * row) / (height - 1) : across(row, height);
      return [kind, across(column, width), outer, value];
    }),
  );
  return csv(["map", "x1", dimension === 1 ? "t" : "x2", "value"], rows);
}

/** What was measured and at which step, flat: "hjbResidual.box.raw". */
export function measuresCsv(measures: Partial<Metrics>, steps: Partial<Readonly<Record<keyof Metrics, number>>>): string {
  const flat = (value: unknown, path: string): [string, number][] => {
    if (typeof value === "number") return [[path, value]];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => flat(inner, `${path}.${name}`));
  };
  const rows = (Object.keys(measures) as (keyof Metrics)[]).flatMap((key) =>
    flat(measures[key], key).map(([name, value]): Cell[] => [steps[key] ?? "", name, value]),
  );
  return csv(["step", "measure", "value"], rows);
}

/** The error budget, part by part: the estimates as they are, below 0 where they are. Empty: unknown. */
export function budgetCsv({ floor, steps, data, training, overlap, total }: ErrorBudget, step: number): string {
  const row = (part: string, of: Estimated | null): Cell[] => [step, part, of?.value ?? "", of?.error ?? ""];
  const parts = { steps, data, training, overlap, total };
  return csv(
    ["step", "part", "squared sliced W2", "error"],
    [[step, "floor", floor, ""], ...Object.entries(parts).map(([part, of]) => row(part, of))],
  );
}
