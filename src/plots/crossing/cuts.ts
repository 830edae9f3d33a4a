/** @file Cuts through the density around an intruder, as a figure: ahead of it, behind it, at its side. */
import type { CrossingSolved } from "../../engine/at-once-results.ts";
import type { Curve, CurveTheme, Figure } from "../curves.ts";
import { formatNumber } from "../number-text.ts";

/** Solid for what is shown, dashed for run A. */
function cutCurves({ cuts, radius }: CrossingSolved, theme: CurveTheme, of: string): readonly Curve[] {
  const line = (name: string, values: Float64Array, slot: string): Curve => ({
    name: `${of}${name}`,
    x: [...cuts.radii],
    y: [...values],
    type: "scatter",
    mode: "lines",
    line: { color: theme.slots[slot] ?? theme.ink, width: 1.6, ...(of === "" ? {} : { dash: "dash" as const }) },
    text: [...values].map(formatNumber),
    hovertemplate: `${of}${name} %{text} m₀<extra>%{x:.2f} m, ${radius} m of them intruder</extra>`,
  });
  return [line("ahead", cuts.ahead, "terminal"), line("behind", cuts.behind, "interaction"), line("side", cuts.side, "running")];
}

/** n = m/m₀ against the distance from the intruder's middle, in metres. */
export function cutsFigure(solved: CrossingSolved | null, held: CrossingSolved | null, theme: CurveTheme): Figure {
  const axis = { gridcolor: theme.grid, linecolor: theme.grid, tickfont: { size: 10, color: theme.muted }, fixedrange: true };
  return {
    data: [...(solved === null ? [] : cutCurves(solved, theme, "")), ...(held === null ? [] : cutCurves(held, theme, "A: "))],
    layout: {
      margin: { l: 38, r: 6, t: 4, b: 32 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, color: theme.ink },
      showlegend: false,
      hovermode: "x",
      dragmode: false,
      xaxis: { ...axis, zeroline: false, rangemode: "tozero", nticks: 5, title: { text: "distance, m", font: { size: 10 }, standoff: 4 } },
      yaxis: { ...axis, zeroline: false, rangemode: "tozero", nticks: 5 },
    },
  };
}
