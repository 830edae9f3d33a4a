/** @file The lines of rulers that a lesson reads, as far as they have been measured, and the numbers that its answers ask. */
import { rulerSpecs } from "../engine/measure/ruler-specs.ts";
import type { MetricName, RulerLine, RulerSpec } from "../engine/measure/ruler.ts";
import type { ExactSummary, Metrics } from "../engine/results.ts";
import type { Found } from "../experiment/lesson.ts";

/** @throws Error where no ruler has such a line */
function rulerOfLine(id: string): RulerSpec {
  const spec = rulerSpecs.find(({ lines }) => lines({}, null).some((line) => line.id === id));
  if (spec === undefined) throw new Error(`No ruler has a line "${id}".`);
  return spec;
}

/** What must be measured so that these lines can be read. */
export const answersOf = (ids: readonly string[]): readonly MetricName[] => [...new Set(ids.flatMap((id) => rulerOfLine(id).answers))];

/** In the order of `ids`; null as long as one of them has no number. */
export function readLines(ids: readonly string[], measured: Partial<Metrics>, exact: ExactSummary | null): readonly RulerLine[] | null {
  const lines = ids.map((id) =>
    rulerOfLine(id)
      .lines(measured, exact)
      .find((line) => line.id === id),
  );
  return lines.every((line) => typeof line?.value === "number") ? (lines as readonly RulerLine[]) : null;
}

/** @param runs the lines of each run that has ended */
export const foundIn =
  (runs: readonly (readonly RulerLine[])[]): Found =>
  (id, run = 0) => {
    const line = runs[run]?.find((one) => one.id === id);
    if (typeof line?.value !== "number") throw new Error(`The line "${id}" of run ${String(run)} was not read.`);
    return { ...line, value: line.value };
  };
