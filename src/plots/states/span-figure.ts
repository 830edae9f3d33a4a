/** @file One number of a game over one of its sliders: solid at the equilibrium, dotted where nobody changes anything, upright where it stands. */
import type { AtOnceMetric } from "../../engine/at-once-results.ts";
import type { Curve, CurveTheme, Figure } from "../curves.ts";
import { formatNumber } from "../number-text.ts";

type Metrics = Readonly<Record<string, AtOnceMetric>>;

export interface SliderSpan {
  readonly values: readonly number[];
  readonly log: boolean;
  /** Under the axis: the slider's name and unit. */
  readonly under: string;
  /** By value; null and undefined leave a gap. */
  readonly metrics: readonly (Metrics | null | undefined)[];
  /** Where the slider stands. */
  readonly now: number;
}

export interface SpanNumber {
  readonly id: string;
  readonly title: string;
  readonly percent: boolean;
}

/** The number at a value; null: not known. */
export function spanValue(metrics: Metrics | null | undefined, id: string, without = false): number | null {
  const ghost = metrics?.["noBehaviour"];
  const found = without ? (typeof ghost === "object" && ghost !== null ? ghost[id] : undefined) : metrics?.[id];
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

function curve({ values, metrics }: SliderSpan, { id, percent }: SpanNumber, name: string, without: boolean, colour: string): Curve {
  const y = metrics.map((answer) => {
    const value = spanValue(answer, id, without);
    return value === null ? null : percent ? 100 * value : value;
  });
  return {
    name,
    x: [...values],
    // Plotly leaves a gap where there is no number.
    y: y.map((value) => value ?? Number.NaN),
    type: "scatter",
    mode: "lines",
    line: { color: colour, width: without ? 1.2 : 1.8, ...(without ? { dash: "dot" as const } : {}) },
    text: y.map((value) => (value === null ? "–" : `${formatNumber(value)}${percent ? " %" : ""}`)),
    hovertemplate: `${name} %{text}<extra></extra>`,
  };
}

export function spanFigure(span: SliderSpan, shown: SpanNumber, theme: CurveTheme): Figure {
  const axis = {
    gridcolor: theme.grid,
    zeroline: false,
    linecolor: theme.grid,
    tickfont: { size: 10, color: theme.muted },
    fixedrange: true,
  };
  return {
    data: [curve(span, shown, "no care", true, theme.muted), curve(span, shown, shown.title, false, theme.ink)],
    layout: {
      margin: { l: 46, r: 10, t: 6, b: 34 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, color: theme.ink },
      showlegend: false,
      hovermode: "x",
      dragmode: false,
      xaxis: {
        ...{ ...axis, type: span.log ? "log" : "linear", nticks: 6, exponentformat: "power" },
        title: { text: span.under, font: { size: 10 }, standoff: 4 },
      },
      yaxis: { ...axis, nticks: 4, rangemode: "tozero", ...(shown.percent ? { ticksuffix: " %" } : {}) },
      shapes: [
        {
          ...{ type: "line", xref: "x", yref: "paper", x0: span.now, x1: span.now, y0: 0, y1: 1 },
          line: { color: theme.muted, width: 1 },
        },
      ],
    },
  };
}
