/** @file The lab's screen: where each part stands. */
import { useDeferredValue, useEffect } from "react";
import { settingOf } from "../experiment/setting.ts";
import { useExperiment } from "../state/experiment.ts";
import type { PageSession } from "../state/session.ts";
import { followSettling } from "../state/settling.ts";
import { EquationBar } from "./equation/EquationBar.tsx";
import { listenToKeys } from "./keyboard.ts";
import { LessonPlace } from "./lessons/LessonPlace.tsx";
import { TWO_COLUMNS, useNarrow } from "./narrow.ts";
import { ProblemList } from "./notices/ProblemList.tsx";
import { ReroutedNotice } from "./notices/ReroutedNotice.tsx";
import { SlowNotice } from "./notices/SlowNotice.tsx";
import { PanelsColumn, ReadoutsColumn, StatesStageColumn, StatesTransportColumn } from "./Columns.tsx";
import { SessionContext } from "./session-context.ts";
import { Dialogs } from "./Dialogs.tsx";
import { ControlSheet, KeySheet } from "./Sheets.tsx";
import { DropZone } from "./share/DropZone.tsx";
import { Locked } from "./share/Locked.tsx";
import { ShareNotices } from "./share/Notices.tsx";
import { LeavePresentation } from "./share/Presentation.tsx";
import { useShownParts } from "./share/shown-parts.ts";
import { Stage } from "./stage/Stage.tsx";
import { RunSummary } from "./summary/RunSummary.tsx";
import { TopBar } from "./top-bar/TopBar.tsx";
import { TransportBar } from "./transport/TransportBar.tsx";
import "./theme.css";
import "./controls/controls.css";
import "./App.css";
import "./touch.css";
import "./large.css";

export function App({ session }: { readonly session: PageSession }) {
  const narrow = useNarrow();
  const { className, controls, readouts } = useShownParts();
  const above = useNarrow(TWO_COLUMNS) || !readouts;
  const states = useExperiment(({ running }) => settingOf(running) === "states");
  // The columns come right after the first picture, in short tasks: their places are kept.
  const columns = useDeferredValue(true, false);
  useEffect(() => listenToKeys(document, session), [session]);
  useEffect(followSettling, []);
  return (
    <SessionContext value={session}>
      <div className={`app ${className}`}>
        <TopBar />
        <div className="notices">
          <ProblemList />
          <SlowNotice />
          <ReroutedNotice />
          <ShareNotices />
          {above ? <LessonPlace /> : null}
        </div>
        {narrow || !controls ? null : (
          <aside className="left" aria-label="Experiment">
            <Locked>{columns ? <PanelsColumn /> : null}</Locked>
          </aside>
        )}
        <main className="middle">
          <EquationBar />
          {states ? <StatesStageColumn /> : <Stage />}
        </main>
        <aside className="right" aria-label="Readouts">
          {above ? null : <LessonPlace />}
          {columns ? <ReadoutsColumn /> : null}
        </aside>
        {states ? <StatesTransportColumn /> : <TransportBar />}
      </div>
      {narrow ? <ControlSheet /> : null}
      <KeySheet />
      <RunSummary />
      <Dialogs />
      <DropZone />
      <LeavePresentation />
    </SessionContext>
  );
}
