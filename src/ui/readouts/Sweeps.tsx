/** @file How far the solver on a grid, or the march in time, has come: a curve over its steps, and in words what it ended with. */
import { lossFigure } from "../../plots/curves.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { runA } from "../../state/compare.ts";
import { frames } from "../../state/frames.ts";
import { useRun } from "../../state/run.ts";
import { NumberText } from "../NumberText.tsx";
import { curveFormats } from "../share/figure-export.ts";
import { Curves } from "./Curves.tsx";
import { Head } from "./Head.tsx";
import { outcomeWords } from "./outcome-words.ts";

const ABOUT = {
  sweeps: [
    "Each sweep takes the value function back from the end and the population forward from the start, and fits their ends to one another.",
    "The change is that of U at the end, relative to it, where there is anybody. When it stands the game is solved, as finely as the grid is.",
  ],
  timeSteps: [
    "What the crowd pays at each time step: nobody looks ahead, so it falls as steeply as it can, and never rises.",
    "It falls by twice of what its smooth paths cost; the shaken paths of the same crowd say nothing of that.",
  ],
} as const;

const drawCurve: Parameters<typeof Curves>[0]["figure"] = (theme) => {
  const { history, parts } = frames.getState();
  // A change falls by factors; what a crowd pays may be below 0.
  return lossFigure(history, parts, theme, useRun.getState().outcome?.of == null, runA());
};

const FORMATS = curveFormats("sweeps", "sweeps", drawCurve, () => true);

export function Sweeps({ section }: { readonly section: string }) {
  const outcome = useRun((run) => run.outcome);
  const marches = outcome !== null && outcome.of !== null;
  const number = outcome === null || (outcome.sweeps === 0 && !marches) ? "–" : formatNumber(outcome.change);
  return (
    <section className="card readout" aria-label={marches ? "Time steps" : "Sweeps"}>
      <Head
        title={marches ? "Time steps" : "Sweeps"}
        about={marches ? ABOUT.timeSteps : ABOUT.sweeps}
        section={section}
        note={<NumberText>{`${marches ? "cost" : "change"} ${number}`}</NumberText>}
        exported={{ what: marches ? "the cost of the crowd" : "the sweeps", formats: FORMATS }}
      />
      <Curves label={marches ? "What the crowd pays at each time" : "The change of each sweep"} figure={drawCurve} />
      <p className="readout-says">
        <NumberText>{outcome === null ? "" : outcomeWords(outcome)}</NumberText>
      </p>
    </section>
  );
}
