/** @file The equation is the interface: objective, dynamics, the pair of equations of the optimum, and what each term costs now. */
import { type MouseEvent, useMemo } from "react";
import { partTitle } from "../../plots/curves.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { useView } from "../../state/view.ts";
import { formatNumber } from "../format.ts";
import { Formula } from "./Formula.tsx";
import { gameTex } from "./game-tex.ts";
import "./equation.css";

/** A click on a term leads to the card of its slot. */
function focusSlot(event: MouseEvent<HTMLElement>): void {
  const term = (event.target as Element).closest(".term");
  const name = /term-(\w+)/.exec(term?.className ?? "")?.[1];
  const card = name === undefined ? null : document.getElementById(`slot-${name}`);
  card?.scrollIntoView({ block: "nearest" });
  card?.focus();
}

export function EquationBar() {
  const draft = useExperiment((state) => state.draft);
  const lit = useView((view) => view.lit);
  const tex = useMemo(() => gameTex(draft), [draft]);
  if (tex === null) return null;
  return (
    // The cards are reachable by keyboard themselves; a click on a term is a short cut.
    <section className={`equation card ${lit === null ? "" : `lit lit-${lit}`}`} aria-label="The game" tabIndex={0} onClick={focusSlot}>
      <div className="equation-line">
        <Formula tex={tex.objective} />
        <Formula tex={tex.dynamics} />
      </div>
      <Losses />
      <div className="equation-line small">
        {typeof tex.hjb === "string" ? <Formula tex={tex.hjb} /> : <p className="note">{tex.hjb.reason}</p>}
        {tex.terminalCondition === null ? null : <Formula tex={tex.terminalCondition} />}
        <Formula tex={tex.fokkerPlanck} />
      </div>
      <div className="equation-line small">
        <span className="note">{tex.averaged}</span>
        {tex.training === null ? null : <Formula tex={tex.training} />}
        {tex.control === null ? null : <Formula tex={tex.control} />}
      </div>
    </section>
  );
}

/** The current value of each term, in the colour of its slot. */
function Losses() {
  const parts = useRun((run) => run.parts);
  const losses = useRun((run) => run.losses);
  return (
    <ul className="losses" aria-label="Current value of each term of the loss">
      <li className="slot-total">
        total <Value of={losses[0]} />
      </li>
      {parts.map((part, k) => (
        <li key={part.name} className={`slot-${part.slot}`}>
          {partTitle(part)} <Value of={losses[k + 1]} />
        </li>
      ))}
    </ul>
  );
}

/** A few digits to read, all of them for whoever reads the page by machine. */
function Value({ of: value }: { readonly of: number | undefined }) {
  return <b>{value === undefined ? "–" : <data value={value}>{formatNumber(value)}</data>}</b>;
}
