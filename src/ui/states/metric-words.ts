/** @file The numbers of a game of states as rows: what they are called, how they are printed, and what they teach. */
import type { AtOnceMetric, StatesSolved } from "../../engine/at-once-results.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { formatPercent } from "../format.ts";

export interface MetricRow {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  /** What it is, and what to make of it. */
  readonly about: string;
}

type Print = (value: number, unit: StatesSolved["timeUnit"]) => string;

const share: Print = (value) => `${(100 * value).toFixed(2)} %`;
const moment: Print = (value, unit) => `${unit} ${unit === "year" ? value.toFixed(3) : value.toFixed(1)}`;

const SAID: Readonly<Record<string, { readonly title: string; readonly print: Print; readonly about: string }>> = {
  attackRate: {
    title: "attack rate",
    print: share,
    about:
      "How many of all people have fallen ill by the last day: those who are not susceptible any more. With a vaccine the vaccinated are among them.",
  },
  peak: {
    title: "peak",
    print: share,
    about: "The largest share of people who carry the disease on one day: what hospitals have to stand.",
  },
  peakDay: {
    title: "peak on",
    print: moment,
    about: "The day of that largest share. Care makes the peak lower and mostly later.",
  },
  cost: {
    title: "cost",
    print: formatNumber,
    about:
      "What the game costs at the equilibrium: one person who is susceptible on the first day; where people are vaccinated, the whole population. Care and illness together.",
  },
  optimum: {
    title: "cost at the optimum",
    print: formatNumber,
    about: "The same cost if a planner told everybody what to do. Nobody by himself would do it.",
  },
  priceOfAnarchy: {
    title: "price of anarchy",
    print: (value) => value.toFixed(4),
    about: "The cost of everybody for himself over the cost of the optimum. 1: selfishness costs nothing.",
  },
  exploitability: {
    title: "exploitability",
    print: formatNumber,
    about:
      "What one person would gain by doing anything else while all others stay as they are. 0: an equilibrium. This is the ruler of it.",
  },
  exploitabilityShare: {
    title: "exploitability, of the cost",
    print: (value) => `${formatNumber(100 * value)} %`,
    about: "The same against what one person pays at the equilibrium.",
  },
  populationCost: {
    title: "cost of all",
    print: formatNumber,
    about: "What all people pay together, each counted for his share.",
  },
  smallest: {
    title: "least choice",
    print: formatNumber,
    about: "The least that is chosen in this state over all days: how far people draw back when it is worst.",
  },
  jump: {
    title: "jump in",
    print: moment,
    about: "When the policy jumps from all to nothing: until then it pays, from then on it does not.",
  },
  optimumJump: {
    title: "jump of the optimum in",
    print: moment,
    about: "When the planner's policy jumps: he goes on for longer than anybody would for himself.",
  },
};

export interface PlainMetric {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly percent: boolean;
}

/** Those that are one number each, in the order in which they are explained. */
export function plainMetrics(metrics: StatesSolved["metrics"]): readonly PlainMetric[] {
  return Object.entries(SAID).flatMap(([id, { title, about, print }]) =>
    typeof metrics[id] === "number" ? [{ id, title, about, percent: print === share }] : [],
  );
}

const NO_CARE = "Here where nobody changes anything: the dotted curves.";

function rowsOf(id: string, metric: AtOnceMetric, unit: StatesSolved["timeUnit"]): readonly MetricRow[] {
  const said = SAID[id] ?? { title: id, print: formatNumber, about: "" };
  if (metric === null) return [];
  if (typeof metric === "number") return [{ id, title: said.title, value: said.print(metric, unit), about: said.about }];
  // The same numbers where nobody changes anything.
  if (id === "noBehaviour")
    return Object.entries(metric).flatMap(([name, value]) =>
      rowsOf(name, value, unit).map((row) => ({
        ...row,
        id: `${id}.${name}`,
        title: `${row.title}, no care`,
        about: `${row.about} ${NO_CARE}`,
      })),
    );
  return Object.entries(metric).map(([name, value]) => ({
    id: `${id}.${name}`,
    title: `${said.title}, ${name}`,
    value: said.print(value, unit),
    about: said.about,
  }));
}

/** In the order in which they are explained; what this page has no words for comes last, under its own name. */
export function metricRows({ metrics, timeUnit }: Pick<StatesSolved, "metrics" | "timeUnit">): readonly MetricRow[] {
  const order = [...Object.keys(SAID).filter((id) => id in metrics), ...Object.keys(metrics).filter((id) => !(id in SAID))];
  return order.flatMap((id) => rowsOf(id, metrics[id] ?? null, timeUnit));
}

const numberOf = (metrics: StatesSolved["metrics"], id: string): number | null => {
  const value = metrics[id];
  return typeof value === "number" ? value : null;
};

/** What happened, in a few sentences, for those who listen and for those who copy it. */
export function statesSummary({ metrics, outcome, timeUnit }: Pick<StatesSolved, "metrics" | "outcome" | "timeUnit">): string {
  const of = (id: string): number | null => numberOf(metrics, id);
  const [attack, peak, day, cost, best, anarchy, gain] = [
    "attackRate",
    "peak",
    "peakDay",
    "cost",
    "optimum",
    "priceOfAnarchy",
    "exploitability",
  ].map(of);
  const smallest = metrics["smallest"];
  const least =
    typeof smallest === "object" && smallest !== null
      ? Object.entries(smallest)
          .map(([state, value]) => `${formatNumber(value)} in ${state}`)
          .join(", ")
      : "";
  const jump = of("jump");
  return [
    outcome.converged
      ? "The game is solved: nobody changes anything any more."
      : "The sweeps have not settled: these numbers are not an equilibrium.",
    attack == null ? "" : `${formatPercent(attack)} of all people fall ill by the last day.`,
    peak == null ? "" : `At the peak ${formatPercent(peak)} carry the disease${day == null ? "" : `, on ${moment(day, timeUnit)}`}.`,
    least === "" ? "" : `The least that is chosen: ${least}.`,
    jump === null ? "" : `The policy jumps at ${formatNumber(jump)}.`,
    cost == null
      ? ""
      : `It costs ${formatNumber(cost)}${best == null ? "" : `; a planner’s optimum costs ${formatNumber(best)}`}${anarchy == null ? "" : `, so the price of anarchy is ${anarchy.toFixed(4)}`}.`,
    gain == null ? "" : `Alone, one person could gain ${formatNumber(gain)}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
