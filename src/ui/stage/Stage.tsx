/** @file The stage: what was learned, beside what it is held against; layers above, time below. */
import { type ComponentType, lazy, Suspense, useEffect, useRef } from "react";
import { useCompare } from "../../state/compare.ts";
import { useInspected } from "../../state/inspect.ts";
import { settingOf } from "../../experiment/setting.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { type PaneChoice, useView } from "../../state/view.ts";
import { CompareButton } from "../compare/CompareButton.tsx";
import { CompareBar } from "../compare/CompareBar.tsx";
import { useNarrow } from "../narrow.ts";
import { StageExports } from "../share/StageExports.tsx";
import { Film } from "./Film.tsx";
import { LayerChips } from "./LayerChips.tsx";
import { Pane } from "./Pane.tsx";
import { PaneChoices, useSomethingBeside } from "./PaneChoices.tsx";
import { type Painter, startPainter } from "./painter.ts";
import { paneCount } from "./scene.ts";
import { StageNote } from "./StageNote.tsx";
import { TimeBar } from "./TimeBar.tsx";
import { ZoomButtons } from "./ZoomButtons.tsx";
import "./stage.css";

/** What the panes show: what was chosen, as far as there is room and a run to compare with. */
function usePanes(): PaneChoice {
  const narrow = useNarrow();
  const compared = useCompare(({ a }) => a !== null);
  const chosen = useView((view) => view.panes);
  const beside = useSomethingBeside();
  if (!beside) return compared && (chosen === "runs" || (chosen !== "alone" && !narrow)) ? "runs" : "alone";
  if (chosen === "runs" && !compared) return "exact";
  return chosen ?? (narrow ? "alone" : "exact");
}

/** Loaded at the first click on the stage. Where it cannot be, the agent's path is still drawn. */
const ParticleCard = lazy(async () => ({
  default: await import("./ParticleCard.tsx").then((module) => module.ParticleCard).catch((): ComponentType => () => null),
}));

export function Stage() {
  const panes = usePanes();
  const picked = useInspected((state) => state.picked !== null);
  const exact = useRun((run) => run.exact);
  // A crowd at rest looks the same at any time.
  const still = useExperiment((state) => settingOf(state.running) === "stationary");
  const place = useRef<HTMLElement>(null);
  const painter = useRef<Painter>(null);

  useEffect(() => {
    const section = place.current;
    if (section === null) return undefined;
    const canvases = [...section.querySelectorAll<HTMLCanvasElement>(".pane canvas")];
    const captions = [...section.querySelectorAll<HTMLElement>(".pane .caption")];
    const mine = startPainter(section, canvases, captions, panes);
    painter.current = mine;
    return () => {
      painter.current = null;
      mine.stop();
    };
  }, [panes]);

  const why = exact === null || panes !== "exact" ? "" : exact.known ? exact.about : exact.reason;
  return (
    <section ref={place} className="stage card" aria-label="Stage">
      <div className="chips">
        <LayerChips />
        <span className="space" />
        <CompareButton className="only-narrow" />
        <StageExports />
      </div>
      <CompareBar />
      <div className={paneCount(panes) === 2 ? "panes two" : "panes"}>
        <Pane
          key="first"
          index={0}
          painter={painter}
          label={panes === "runs" ? "Run A" : still ? "The crowd around the intruder" : "The learned flow"}
        >
          <ZoomButtons />
          <StageNote />
        </Pane>
        <PaneChoices shown={panes} />
        {paneCount(panes) === 2 ? <Pane key="second" index={1} painter={painter} label={SECOND[panes]} why={why} /> : null}
        {picked ? (
          <Suspense>
            <ParticleCard />
          </Suspense>
        ) : null}
      </div>
      <div className="film">
        {still ? null : <Film />}
        <TimeBar />
      </div>
    </section>
  );
}

const SECOND: Readonly<Record<PaneChoice, string>> = {
  alone: "",
  exact: "The exact flow, or the data where none is known",
  difference: "The difference",
  runs: "Run B",
};
