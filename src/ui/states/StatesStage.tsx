/** @file The stage of a game of states: two thousand people as dots, and the populations over the days, with run A beside them in a comparison. */
import { useState } from "react";
import { ToggleButton } from "react-aria-components";
import { populationsFigure } from "../../plots/states/states-figures.ts";
import { endComparison } from "../../state/comparison.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useSolved } from "../../state/solved.ts";
import { changesBetween } from "../compare/changes.ts";
import { CompareButton } from "../compare/CompareButton.tsx";
import { formatCount } from "../format.ts";
import { useSession } from "../session-context.ts";
import { StageNote } from "../stage/StageNote.tsx";
import { Agents } from "./Agents.tsx";
import { type DrawStates, StatesCurves } from "./StatesCurves.tsx";
import { StatesExports } from "./StatesExports.tsx";
import { StatesLegend } from "./StatesLegend.tsx";
import { useStatesSolved } from "./use-scene.ts";
import "../compare/compare.css";
import "../stage/stage.css";
import "./states.css";

const drawCurves: DrawStates = (scene, theme) => populationsFigure(scene, theme, "curves");
const drawStacked: DrawStates = (scene, theme) => populationsFigure(scene, theme, "stacked");

export function StatesStage() {
  const [stacked, setStacked] = useState(false);
  const solved = useStatesSolved();
  const held = useSolved((state) => state.held?.solved.kind === "states");
  const solving = useSolved((state) => state.solving);
  return (
    <section className="stage states card" aria-label="Stage">
      <div className="chips">
        <ToggleButton className="chip" isSelected={stacked} onChange={setStacked}>
          stacked
        </ToggleButton>
        <span className="note" role="status">
          {solving === null ? "" : `${solving.says} ${Math.round(100 * solving.fraction)} %`}
        </span>
        <span className="space" />
        <CompareButton className="only-narrow" />
        <StatesExports />
      </div>
      {held ? <HeldBar /> : null}
      <div className={held ? "panes two" : "panes"}>
        {held ? <Agents caption="A" held /> : null}
        <Agents caption={`${held ? "B, " : ""}${formatCount(solved?.agents.count ?? 0)} people`} held={false} />
        <StageNote />
      </div>
      <StatesLegend />
      <StatesCurves
        label="Shares of the population over the days. Solid: the equilibrium; dashed: the planner’s optimum, or run A; dotted: nobody changes anything"
        figure={stacked ? drawStacked : drawCurves}
      />
    </section>
  );
}

/** What differs between the answer that is held and the present one. */
function HeldBar() {
  const session = useSession();
  const held = useSolved((state) => state.held);
  const running = useExperiment((state) => state.running);
  if (held === null) return null;
  const changes = changesBetween(held.experiment, running);
  return (
    <section className="compare-bar" aria-label="Comparison">
      {changes.length === 0 ? (
        <p>Nothing differs yet: change anything on the left. A stays, dashed.</p>
      ) : (
        <ul aria-label="What differs between A and B">
          {changes.map(({ path, label, a, b }) => (
            <li key={path}>
              {label} {a} → <b>{b}</b>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="button plain" onClick={() => endComparison(session)}>
        Let go of A
      </button>
    </section>
  );
}
