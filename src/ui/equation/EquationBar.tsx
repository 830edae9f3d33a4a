/** @file The equation is the interface: objective, dynamics, what each term costs now, and the pair of equations of the optimum. */
import { type MouseEvent, type ReactNode, useMemo } from "react";
import { useExperiment } from "../../state/experiment.ts";
import { useView } from "../../state/view.ts";
import { useNarrow } from "../narrow.ts";
import { Formula } from "./Formula.tsx";
import { gameTex } from "./game-tex.ts";
import { goToSlot } from "./go-to-slot.ts";
import type { GameTex } from "./slot-term.ts";
import { LossLine } from "./Losses.tsx";
import "./equation.css";

/** A click on a term leads to the card of its slot; by keyboard the values under the terms do. */
function followTerm(event: MouseEvent<HTMLElement>): void {
  const term = (event.target as Element).closest(".term");
  const name = /term-(\w+)/.exec(term?.className ?? "")?.[1];
  if (name !== undefined) goToSlot(name);
}

export function EquationBar() {
  const draft = useExperiment((state) => state.draft);
  const lit = useView((view) => view.lit);
  const tex = useMemo(() => gameTex(draft), [draft]);
  if (tex === null) return null;
  return (
    <section className={`equation card ${lit === null ? "" : `lit lit-${lit}`}`} aria-label="The game" onClick={followTerm}>
      <div className="equation-line objective">
        <Formula tex={tex.objective} />
        <Formula tex={tex.dynamics} />
      </div>
      <LossLine />
      <Optimum tex={tex} />
    </section>
  );
}

/** On a phone the equations of the optimum are a touch away: the stage comes first. */
function Optimum({ tex }: { readonly tex: GameTex }) {
  const narrow = useNarrow();
  const averaged = <span className="note">{tex.averaged}</span>;
  const training = tex.training === null ? null : <Formula tex={tex.training} />;
  const control = tex.control === null ? null : <Formula tex={tex.control} />;
  const equations = (
    <>
      {typeof tex.hjb === "string" ? <Formula tex={tex.hjb} /> : <p className="note">{tex.hjb.reason}</p>}
      {tex.terminalCondition === null ? null : <Formula tex={tex.terminalCondition} />}
      <Formula tex={tex.fokkerPlanck} />
    </>
  );
  if (!narrow)
    return (
      <>
        <Line>{equations}</Line>
        <Line>
          {averaged}
          {training}
          {control}
        </Line>
      </>
    );
  return (
    <>
      <Line>{averaged}</Line>
      <details className="optimum">
        <summary>{typeof tex.hjb === "string" ? "HJB and Fokker–Planck equations" : "Fokker–Planck equation"}</summary>
        <Line>
          {equations}
          {training}
          {control}
        </Line>
      </details>
    </>
  );
}

function Line({ children }: { readonly children: ReactNode }) {
  return <div className="equation-line small">{children}</div>;
}
