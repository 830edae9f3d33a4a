/** @file A ruler's number in words: its value with unit, error and truth; and its course over training. */
import type { RulerLine, RulerSpec, RulerUnit } from "../../engine/measure/ruler.ts";
import type { ExactSummary } from "../../engine/results.ts";
import { formatNumber } from "../../plots/number-text.ts";
import type { CoursePoint } from "../../plots/sparkline.ts";
import type { MeasuredAt } from "../../state/run.ts";
import { formatPercent } from "../format.ts";

export function inUnit(value: number, unit: RulerUnit): string {
  switch (unit) {
    case "nats":
      return `${formatNumber(value)} nats`;
    case "share":
      return formatPercent(value);
    case "change":
      return signedPercent(value);
    case "plain":
      return formatNumber(value);
    default:
      return unit satisfies never;
  }
}

function signedPercent(value: number): string {
  const text = formatPercent(value);
  return value > 0 && !text.startsWith("<") ? `+${text}` : text;
}

/** 0 and 1 are what perfection looks like, and said in the tooltip; another truth stands in brackets beside the number. */
export const showsTruth = (truth: number | null | undefined): truth is number => typeof truth === "number" && truth !== 0 && truth !== 1;

export function valueWords({ value, unit, error, truth, text }: RulerLine): string {
  if (value === null || value === undefined) return "–";
  if (text !== undefined) return text;
  const within = typeof error === "number" && error > 0 ? ` ± ${formatNumber(error)}` : "";
  const number = unit === "nats" ? `${formatNumber(value)}${within} nats` : `${inUnit(value, unit)}${within}`;
  return showsTruth(truth) ? `${number} (${inUnit(truth, unit)})` : number;
}

/** One number of a ruler over training. */
export function courseOf(spec: RulerSpec, id: string, course: readonly MeasuredAt[], exact: ExactSummary | null): readonly CoursePoint[] {
  return course.flatMap(({ step, metrics }) => {
    if (!spec.answers.some((name) => name in metrics)) return [];
    const line = spec.lines(metrics, exact).find((one) => one.id === id);
    return typeof line?.value === "number" ? [{ step, value: line.value, error: line.error ?? null }] : [];
  });
}
