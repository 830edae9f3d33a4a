/** @file The right column: curves, distances to the data and where they come from, other measures, and the comparison with the exact solution. */
import { hasResidual, lossFigure, residualFigure } from "../../plots/curves.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { specOfKind } from "../../experiment/slots.ts";
import { settingOf } from "../../experiment/setting.ts";
import { isSolved } from "../../experiment/solved.ts";
import { runA } from "../../state/compare.ts";
import { useExperiment } from "../../state/experiment.ts";
import { frames } from "../../state/frames.ts";
import { useRun } from "../../state/run.ts";
import { useView } from "../../state/view.ts";
import { Toggle } from "../controls/Toggle.tsx";
import { NumberText } from "../NumberText.tsx";
import { CrossingReadouts } from "../crossing/CrossingReadouts.tsx";
import { useParts } from "../parts.ts";
import { curveFormats } from "../share/figure-export.ts";
import { SummaryButton } from "../summary/RunSummary.tsx";
import { ABOUT } from "./about.ts";
import { BudgetCard } from "./BudgetCard.tsx";
import { Curves } from "./Curves.tsx";
import { ExactCard, GAME } from "./ExactCard.tsx";
import { Head } from "./Head.tsx";
import { DistancesCard, Measures } from "./MeasureCards.tsx";
import { Settled } from "./Settled.tsx";
import { SweepsSection } from "./Sweeps.tsx";
import "./readouts.css";

type Draw = Parameters<typeof Curves>[0]["figure"];

const drawLoss: Draw = (theme, log) => {
  const { history, parts } = frames.getState();
  return lossFigure(history, parts, theme, log, runA());
};

const drawResidual: Draw = (theme) => {
  const { history, parts } = frames.getState();
  return residualFigure(history, parts, theme, runA());
};

const LOSS_FORMATS = curveFormats("loss", "loss", drawLoss, () => useView.getState().logLoss);
const RESIDUAL_FORMATS = curveFormats("residual", "HJB residual", drawResidual, () => true);

export function Readouts() {
  const setting = useExperiment((state) => settingOf(state.running));
  return setting === "stationary" ? <CrossingReadouts /> : <FlowReadouts />;
}

function FlowReadouts() {
  const solved = useExperiment((state) => isSolved(state.running));
  const data = useExperiment((state) => state.running.data !== null);
  // What a curve shows is what the objective makes small.
  const section = useExperiment((state) => specOfKind("objective", state.running.objective.id)?.section) ?? GAME;
  return (
    <>
      {solved ? <SweepsSection section={section} /> : <Losses section={section} />}
      {data ? <DistancesCard /> : null}
      {data ? <BudgetCard /> : null}
      <Measures />
      <ExactCard />
      <SummaryButton />
    </>
  );
}

function Losses({ section }: { readonly section: string }) {
  const total = useRun((run) => run.losses[0]);
  const residual = hasResidual(useParts());
  const logLoss = useView((view) => view.logLoss);
  return (
    <>
      <section className="card readout" aria-label="Loss">
        <Head
          title="Loss"
          about={ABOUT.loss}
          section={section}
          note={<NumberText>{`total ${total === undefined ? "–" : formatNumber(total)}`}</NumberText>}
          exported={{ what: "the loss", formats: LOSS_FORMATS }}
        />
        <Curves label="The loss and its parts against training steps" figure={drawLoss} />
        <div className="readout-foot">
          <Toggle label="log scale" className="small" on={logLoss} onChange={(on) => useView.setState({ logLoss: on })} />
          <Settled />
        </div>
      </section>
      {residual ? (
        <section className="card readout" aria-label="HJB residual">
          <Head
            title="HJB residual"
            about={ABOUT.residual}
            section="HJB regularisers"
            exported={{ what: "the HJB residual", formats: RESIDUAL_FORMATS }}
          />
          <p className="readout-says">How wrong the equation for U still is where the penalty looks, times its weight. Log scale.</p>
          <Curves label="The HJB residual against training steps" figure={drawResidual} />
        </section>
      ) : null}
    </>
  );
}
