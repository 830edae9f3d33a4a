/** @file Curves of a run as a Plotly figure, as plain data: what to draw, not how. */
import type { LossPart } from "../engine/results.ts";
import { type LossHistory, series } from "./history.ts";
import { formatNumber, powerOfTen } from "./number-text.ts";

/** What a figure needs to know of the theme. */
export interface CurveTheme {
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly font: string;
  /** Colour by slot: "terminal" → "#00795a". */
  readonly slots: Readonly<Record<string, string>>;
}

export interface Curve {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly type: "scatter";
  readonly mode: "lines";
  readonly line: { readonly color: string; readonly width: number; readonly dash?: "dash" | "dot" };
  /** Curves of one stack stand on each other. */
  readonly stackgroup?: string;
  readonly fillcolor?: string;
  /** What each point says under the pointer. */
  readonly text: readonly string[];
  readonly hovertemplate: string;
}

export interface Figure {
  readonly data: readonly Curve[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** Points of a curve: as many as the card has pixels. */
const MOST = 260;

const TOTAL = 1;
const FIRST_PART = 2;

function curve(name: string, color: string, history: LossHistory, column: number, absolute: boolean): Curve {
  const { x, y: raw } = series(history, column, MOST);
  const y = absolute ? raw.map(Math.abs) : raw;
  return {
    name,
    x,
    y,
    type: "scatter",
    mode: "lines",
    line: { color, width: 1.5 },
    text: y.map(formatNumber),
    hovertemplate: `${name} %{text}<extra>step %{x}</extra>`,
  };
}

/** More decades than this are labelled two by two, fewer than that with 1, 2 and 5. */
const CROWDED = 4.5;
const SPARSE = 1.3;

/** 0.05, 20, 10⁻⁴. */
function label(mantissa: number, exponent: number): string {
  if (exponent >= -2 && exponent <= 3) return String(Number((mantissa * 10 ** exponent).toPrecision(2)));
  return `${mantissa === 1 ? "" : `${mantissa}·`}${powerOfTen(exponent)}`;
}

/** A log axis over what is drawn, to whole half decades: it stands still while the curve creeps. */
function logAxis(data: readonly Curve[]): Readonly<Record<string, unknown>> {
  const exponents = data.flatMap(({ y }) => y.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10));
  const low = exponents.length === 0 ? -2 : Math.floor(2 * Math.min(...exponents)) / 2;
  const high = exponents.length === 0 ? 1 : Math.ceil(2 * Math.max(...exponents) + 0.1) / 2;
  const span = high - low;
  const tickvals: number[] = [];
  const ticktext: string[] = [];
  for (let exponent = Math.floor(low); exponent <= high; exponent += span > CROWDED ? 2 : 1)
    for (const mantissa of span < SPARSE ? [1, 2, 5] : [1]) {
      tickvals.push(mantissa * 10 ** exponent);
      ticktext.push(label(mantissa, exponent));
    }
  return { type: "log", range: [low, high], tickmode: "array", tickvals, ticktext };
}

function layout(theme: CurveTheme, log: boolean, data: readonly Curve[]): Figure["layout"] {
  const axis = {
    gridcolor: theme.grid,
    zeroline: false,
    linecolor: theme.grid,
    tickfont: { size: 10, color: theme.muted },
    fixedrange: true,
    automargin: false,
  };
  return {
    margin: { l: 38, r: 6, t: 4, b: 20 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, color: theme.ink },
    showlegend: false,
    hovermode: "x",
    dragmode: false,
    xaxis: { ...axis, rangemode: "tozero", nticks: 4 },
    yaxis: { ...axis, ...(log ? logAxis(data) : { type: "linear", nticks: 4 }) },
  };
}

/** The losses of one run. */
export interface PinnedCurve {
  readonly history: LossHistory;
  readonly parts: readonly LossPart[];
}

/** Run A of a comparison: the same colours, dashed and named. */
function asRunA(curves: readonly Curve[]): readonly Curve[] {
  return curves.map((one) => ({
    ...one,
    name: `A: ${one.name}`,
    line: { ...one.line, dash: "dash" },
    hovertemplate: `A: ${one.hovertemplate}`,
  }));
}

function lossCurves({ history, parts }: PinnedCurve, theme: CurveTheme): readonly Curve[] {
  // A logarithm has no place for a negative part (a likelihood can be): its curve is left out there, not bent.
  const ofParts = parts.map((part, k) => curve(part.title, theme.slots[part.slot] ?? theme.ink, history, FIRST_PART + k, false));
  return [curve("total", theme.ink, history, TOTAL, false), ...ofParts];
}

/** The total loss and its parts. Slots sharing a colour are told apart by name on hover. */
export function lossFigure(
  history: LossHistory,
  parts: readonly LossPart[],
  theme: CurveTheme,
  log: boolean,
  runA: PinnedCurve | null = null,
): Figure {
  const data = [...(runA === null ? [] : asRunA(lossCurves(runA, theme))), ...lossCurves({ history, parts }, theme)];
  return { data, layout: layout(theme, log, data) };
}

function residualCurves({ history, parts }: PinnedCurve, theme: CurveTheme): readonly Curve[] {
  return parts.flatMap((part, k) =>
    part.slot === "hjb" ? [curve(part.title, theme.slots["hjb"] ?? theme.ink, history, FIRST_PART + k, true)] : [],
  );
}

/** The HJB residual as the regulariser sees it; empty where it is no part of the loss. */
export function residualFigure(
  history: LossHistory,
  parts: readonly LossPart[],
  theme: CurveTheme,
  runA: PinnedCurve | null = null,
): Figure {
  const data = [...(runA === null ? [] : asRunA(residualCurves(runA, theme))), ...residualCurves({ history, parts }, theme)];
  return { data, layout: layout(theme, true, data) };
}

export function hasResidual(parts: readonly LossPart[]): boolean {
  return parts.some(({ slot }) => slot === "hjb");
}
