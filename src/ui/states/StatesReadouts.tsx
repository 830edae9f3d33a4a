/** @file The right column of a game of states: what happened in numbers, the solver, and curves of what people choose, of what it costs them and of how many a case infects. */
import { useState } from "react";
import { specOfKind } from "../../experiment/slots.ts";
import { policyFigure, reproductionFigure, valuesFigure } from "../../plots/states/states-figures.ts";
import { useExperiment } from "../../state/experiment.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { NumberText } from "../NumberText.tsx";
import { GAME } from "../readouts/ExactCard.tsx";
import { Head } from "../readouts/Head.tsx";
import { SummaryButton } from "../summary/RunSummary.tsx";
import { metricRows, type MetricRow } from "./metric-words.ts";
import { type DrawStates, StatesCurves } from "./StatesCurves.tsx";
import { daysFormats } from "./StatesExports.tsx";
import { SpanCard } from "./SpanCard.tsx";
import { useStatesSolved } from "./use-scene.ts";
import "../readouts/readouts.css";
import "./states.css";

interface Shown {
  readonly title: string;
  readonly name: string;
  readonly label: string;
  readonly draw: DrawStates;
  readonly about: readonly string[];
}

const POLICY: Shown = {
  title: "What people choose",
  name: "policy",
  label: "What is chosen in each state over the days",
  draw: policyFigure,
  about: [
    "What it is best to choose in each state on each day, while all others choose the same. Dashed: the planner’s optimum, or run A.",
    "People draw back when many are ill, not when they are told to: the curve follows the danger.",
  ],
};

const SPREAD: Shown = {
  title: "New cases of one",
  name: "reproduction",
  label: "The effective reproduction number over the days",
  draw: reproductionFigure,
  about: [
    "The effective reproduction number: how many a person who falls ill on this day infects. Above 1 the epidemic grows, below it dies out.",
    "It falls because people take care, and because fewer are left who can fall ill.",
  ],
};

const VALUES: Shown = {
  title: "Cost from now on",
  name: "values",
  label: "What it costs from now on in each state, over the days",
  draw: valuesFigure,
  about: [
    "The value function: what a person in this state expects to pay from this day to the last. At the end nothing is left to be paid.",
    "The difference between two states is what it is worth not to change into the other: it drives what people choose.",
  ],
};

const CARDS: readonly Shown[] = [POLICY, SPREAD, VALUES];
const FORMATS = new Map(CARDS.map(({ name, title, draw }) => [name, daysFormats(name, title, draw)]));

export function StatesReadouts() {
  const section = useExperiment((state) => specOfKind("dynamics", state.running.game.dynamics.id)?.section) ?? GAME;
  const solved = useStatesSolved();
  const spreads = solved === null || solved.reproduction !== null;
  return (
    <>
      <NumbersCard section={section} />
      {CARDS.filter(({ name }) => name !== "reproduction" || spreads).map(({ title, name, label, draw, about }) => (
        <section key={name} className="card readout" aria-label={title}>
          <Head title={title} about={about} section={section} exported={{ what: title.toLowerCase(), formats: FORMATS.get(name) ?? [] }} />
          <StatesCurves label={label} figure={draw} />
        </section>
      ))}
      <SpanCard section={section} />
      <SolverCard section={section} />
      <SummaryButton />
    </>
  );
}

const NUMBERS = [
  "What the epidemic came to when everybody does what is best for himself. Press a name for what it teaches.",
  "The exploitability says how good an equilibrium it is; the price of anarchy what selfishness costs.",
];

function NumbersCard({ section }: { readonly section: string }) {
  const solved = useStatesSolved();
  return (
    <section className="card readout" aria-label="What happened">
      <Head title="What happened" about={NUMBERS} section={section} />
      {solved === null ? <p className="note">Not solved yet.</p> : null}
      <table>
        <tbody>{solved === null ? null : metricRows(solved).map((row) => <Row key={row.id} row={row} />)}</tbody>
      </table>
    </section>
  );
}

function Row({ row: { title, value, about } }: { readonly row: MetricRow }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" className="ruler-name" title={about} aria-expanded={open} onClick={() => setOpen(!open)}>
            {title}
          </button>
        </th>
        <td>
          <NumberText>{value}</NumberText>
        </td>
      </tr>
      {open ? (
        <tr className="ruler-more">
          <td colSpan={2}>{about}</td>
        </tr>
      ) : null}
    </>
  );
}

const SOLVER = [
  "Sweeps take what it costs back from the last day and the population forward from the first, in turn, until nobody’s choice changes.",
  "Each sweep moves only a part of the way: too large a part, and everybody changes his mind at once for ever.",
];

function SolverCard({ section }: { readonly section: string }) {
  const solved = useStatesSolved();
  if (solved === null) return null;
  const { outcome, seconds } = solved;
  const { converged, sweeps, change, says } = outcome;
  return (
    <section className="card readout" aria-label="Sweeps">
      <Head title="Sweeps" about={SOLVER} section={section} note={<NumberText>{`change ${formatNumber(change)}`}</NumberText>} />
      <p className="readout-says">
        <NumberText>
          {`${converged ? "Solved" : "Not settled"} after ${sweeps} sweeps in ${Math.round(1000 * seconds)} ms. ${says}`.trim()}
        </NumberText>
      </p>
    </section>
  );
}
