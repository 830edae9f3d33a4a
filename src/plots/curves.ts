/** @file Curves of a run as a Plotly figure, as plain data: what to draw, not how. */
import type { Part } from "../protocol/messages.ts";
import { type History, series } from "./history.ts";

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
  readonly line: { readonly color: string; readonly width: number };
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

function curve(name: string, color: string, history: History, column: number, absolute: boolean): Curve {
  const { x, y } = series(history, column, MOST);
  return {
    name,
    x,
    y: absolute ? y.map(Math.abs) : y,
    type: "scatter",
    mode: "lines",
    line: { color, width: 1.5 },
    hovertemplate: `${name} %{y:.4g}<extra>step %{x}</extra>`,
  };
}

function layout(theme: CurveTheme, log: boolean): Figure["layout"] {
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
    yaxis: { ...axis, type: log ? "log" : "linear", nticks: 4, exponentformat: "power" },
  };
}

/** The total loss and its parts. Slots sharing a colour are told apart by name on hover. */
export function lossFigure(history: History, parts: readonly Part[], theme: CurveTheme, log: boolean): Figure {
  const data = [curve("total", theme.ink, history, TOTAL, false)];
  parts.forEach((part, k) => {
    // A logarithm has no place for a negative part (a likelihood can be): its curve is left out there, not bent.
    data.push(curve(part.name, theme.slots[part.slot] ?? theme.ink, history, FIRST_PART + k, false));
  });
  return { data, layout: layout(theme, log) };
}

/** The HJB residual as the regulariser sees it; empty where it is no part of the loss. */
export function residualFigure(history: History, parts: readonly Part[], theme: CurveTheme): Figure {
  const data = parts.flatMap((part, k) =>
    part.slot === "hjb" ? [curve(part.name, theme.slots["hjb"] ?? theme.ink, history, FIRST_PART + k, true)] : [],
  );
  return { data, layout: layout(theme, true) };
}

export function hasResidual(parts: readonly Part[]): boolean {
  return parts.some(({ slot }) => slot === "hjb");
}
