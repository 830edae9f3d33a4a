/**
 * @file The curves of a game of finitely many states, over its days: populations, what is chosen, what it costs from now on, and how many
 * each case infects. Solid: the equilibrium. Dashed: the planner's optimum, or run A. Dotted: nobody changes anything.
 */
import type { StatesCourse, StatesSolved } from "../../engine/at-once-results.ts";
import type { Curve, CurveTheme, Figure } from "../curves.ts";
import { formatNumber } from "../number-text.ts";
import { courseRow, thinnedPlaces } from "./reading.ts";
import type { DrawnState } from "./tones.ts";

/** Around the axes, in pixels: a cursor over the figure has to find its days. */
export const STATES_MARGIN = { l: 38, r: 10, t: 6, b: 22 } as const;

/** Points of a curve: about as many as there are pixels. */
const MOST_POINTS = 300;

export interface StatesScene {
  readonly solved: StatesSolved;
  readonly states: readonly DrawnState[];
  /** Run A of a comparison: it takes the place of optimum and ghost. */
  readonly held: StatesSolved | null;
}

interface Pencil {
  readonly name: string;
  readonly colour: string;
  readonly width?: number;
  readonly dash?: "dash" | "dot";
  readonly percent?: boolean;
  readonly quiet?: boolean;
}

function drawn(times: Float64Array, row: Float64Array, { name, colour, width = 1.8, dash, percent, quiet }: Pencil): Curve {
  const places = thinnedPlaces(times.length, MOST_POINTS);
  const y = places.map((k) => (percent === true ? 100 : 1) * row[k]!);
  return {
    name,
    x: places.map((k) => times[k]!),
    y,
    type: "scatter",
    mode: "lines",
    line: { color: colour, width, ...(dash === undefined ? {} : { dash }) },
    text: y.map((value) => `${formatNumber(value)}${percent === true ? " %" : ""}`),
    hovertemplate: `${name} %{text}<extra></extra>`,
    ...(quiet === true ? { hoverinfo: "skip", hovertemplate: "" } : {}),
  };
}

function layoutOver(theme: CurveTheme, horizon: number, y: Readonly<Record<string, unknown>>): Figure["layout"] {
  const axis = {
    gridcolor: theme.grid,
    zeroline: false,
    linecolor: theme.grid,
    tickfont: { size: 10, color: theme.muted },
    fixedrange: true,
    automargin: false,
  };
  return {
    margin: STATES_MARGIN,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, color: theme.ink },
    showlegend: false,
    hovermode: "x",
    dragmode: false,
    xaxis: { ...axis, range: [0, horizon], nticks: 6, hoverformat: ".1f" },
    yaxis: { ...axis, nticks: 4, rangemode: "tozero", ...y },
  };
}

const horizonOf = ({ times }: StatesSolved): number => times.at(-1) ?? 1;

type Way = "curves" | "stacked";

function courses(solved: StatesSolved, course: StatesCourse, states: readonly DrawnState[], pencil: Partial<Pencil>): readonly Curve[] {
  return states.map(({ id, title, colour }, k) =>
    drawn(solved.times, courseRow(course.shares, k, solved.times.length), {
      ...{ name: `${id}, ${title.toLowerCase()}`, colour, percent: true },
      ...pencil,
    }),
  );
}

/** Shares of the population, in percent. */
export function populationsFigure({ solved, states, held }: StatesScene, theme: CurveTheme, way: Way): Figure {
  const now = courses(solved, solved.equilibrium, states, {});
  const layout = layoutOver(theme, horizonOf(solved), { range: [0, 101], ticksuffix: " %" });
  if (way === "stacked") {
    // The sick lie at the bottom, where their number is read off the axis.
    const order = ["ill", "warned", "over", "well"];
    const layers = [...now.keys()].sort((a, b) => order.indexOf(states[a]!.tone) - order.indexOf(states[b]!.tone));
    const data = layers.map((k) => ({
      ...now[k]!,
      line: { ...now[k]!.line, width: 0.5 },
      stackgroup: "people",
      fillcolor: states[k]!.colour,
    }));
    return { data, layout };
  }
  if (held !== null)
    return { data: [...courses(held, held.equilibrium, states, { dash: "dash", width: 1.3, quiet: true }), ...now], layout };
  const ghost = courses(solved, solved.noBehaviour, states, { dash: "dot", width: 1.2, quiet: true });
  const best = solved.optimum === null ? [] : courses(solved, solved.optimum, states, { dash: "dash", width: 1.2, quiet: true });
  return { data: [...ghost, ...best, ...now], layout };
}

function perState(solved: StatesSolved, table: Float64Array, states: readonly DrawnState[], pencil: Partial<Pencil>): readonly Curve[] {
  return states.flatMap(({ id, colour }, k) => {
    const row = courseRow(table, k, solved.times.length);
    const empty = row.every((value) => Number.isNaN(value));
    return empty ? [] : [drawn(solved.times, row, { name: id, colour, ...pencil })];
  });
}

/** What is chosen in each state. */
export function policyFigure({ solved, states, held }: StatesScene, theme: CurveTheme): Figure {
  const other = held === null ? solved.optimum : held.equilibrium;
  const beside = other === null ? [] : perState(held ?? solved, other.policy, states, { dash: "dash", width: 1.2, quiet: true });
  return {
    data: [...beside, ...perState(solved, solved.equilibrium.policy, states, {})],
    layout: layoutOver(theme, horizonOf(solved), {}),
  };
}

/** What it costs from now on, in each state. */
export function valuesFigure({ solved, states, held }: StatesScene, theme: CurveTheme): Figure {
  const beside = held === null ? [] : perState(held, held.values, states, { dash: "dash", width: 1.2, quiet: true });
  return { data: [...beside, ...perState(solved, solved.values, states, {})], layout: layoutOver(theme, horizonOf(solved), {}) };
}

/** New cases of one, with the line under which an epidemic falls. */
export function reproductionFigure({ solved, held }: StatesScene, theme: CurveTheme): Figure {
  const row = ({ times, reproduction }: StatesSolved, pencil: Partial<Pencil>): readonly Curve[] =>
    reproduction === null ? [] : [drawn(times, reproduction, { name: "new cases of one", colour: theme.ink, ...pencil })];
  const one = drawn(solved.times, new Float64Array(solved.times.length).fill(1), {
    ...{ name: "1", colour: theme.muted, width: 1, dash: "dot", quiet: true },
  });
  return {
    data: [one, ...(held === null ? [] : row(held, { dash: "dash", width: 1.2, quiet: true })), ...row(solved, {})],
    layout: layoutOver(theme, horizonOf(solved), {}),
  };
}
