/** @file How far the solver on a grid has come: the change of each sweep, and in words what it ended with. */
import { lossFigure } from "../../plots/curves.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { runA } from "../../state/compare.ts";
import { frames } from "../../state/frames.ts";
import { useRun } from "../../state/run.ts";
import { NumberText } from "../NumberText.tsx";
import { curveFormats } from "../share/figure-export.ts";
import { ABOUT } from "./about.ts";
import { Curves } from "./Curves.tsx";
import { Head } from "./Head.tsx";
import { outcomeWords } from "./outcome-words.ts";

const drawChange: Parameters<typeof Curves>[0]["figure"] = (theme) => {
  const { history, parts } = frames.getState();
  return lossFigure(history, parts, theme, true, runA());
};

const FORMATS = curveFormats("sweeps", "sweeps", drawChange, () => true);

export function Sweeps() {
  const outcome = useRun((run) => run.outcome);
  const change = outcome === null || outcome.sweeps === 0 ? "–" : formatNumber(outcome.change);
  return (
    <section className="card readout" aria-label="Sweeps">
      <Head
        title="Sweeps"
        about={ABOUT.sweeps}
        note={<NumberText>{`change ${change}`}</NumberText>}
        exported={{ what: "the sweeps", formats: FORMATS }}
      />
      <Curves label="The change of each sweep" figure={drawChange} />
      <p className="readout-says">
        <NumberText>{outcome === null ? "" : outcomeWords(outcome)}</NumberText>
      </p>
    </section>
  );
}
